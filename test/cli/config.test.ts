import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '@stepstream/testing/run-command';
import { serve, visit, withoutOuterSettings } from './serve-process.ts';

withoutOuterSettings();

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-config-'));
  file = join(folder, 'steps.toml');
  await writeFile(join(folder, 'token'), 'a-token-of-an-operator\n');
  await writeFile(
    file,
    `port = 0\nlog-level = "error"\nadmin-token-file = "${folder}/token"\nadmin = "token"\n`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

test('serve takes its settings from a file, with a secret from another', async () => {
  const statuses: number[] = [];
  const { code, stderr } = await visit(['--config', file], 'SIGTERM', async (url) => {
    const headers = { authorization: 'Bearer a-token-of-an-operator' };
    statuses.push((await fetch(`${url}/sessions`)).status);
    statuses.push((await fetch(`${url}/sessions`, { headers })).status);
  });
  expect({ code, stderr, statuses }).toEqual({ code: 0, stderr: '', statuses: [401, 200] });
});

test('serve and check-config refuse the same, in one line, with 2', async () => {
  const wrong = join(folder, 'wrong.toml');
  await writeFile(wrong, '\nlog_level = "warn"\n');
  const expected = {
    code: 2,
    stdout: '',
    stderr: `stepstream: ${wrong}:2: log_level: there is no such setting; did you mean log-level?\n`,
  };
  expect(await serve(['--config', wrong])).toMatchObject(expected);
  expect(await runCommand(['check-config', '--config', wrong], folder)).toMatchObject(expected);
});

test('check-config tells what is in force and from where, and no secret', async () => {
  const args = ['check-config', '--config', file, '--port', '9000', '--set-only'];
  const { code, stdout, stderr } = await runCommand(args, folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^port +9000 +--port$/m);
  expect(stdout).toContain(`admin-token  ***    ${file}:3: admin-token-file (${folder}/token)\n`);
  expect(stdout).not.toContain('operator');
});
