import { afterAll, expect, test } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSecretFile, readTextFile } from './secret-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'stepstream-secret-'));
afterAll(() => rmSync(folder, { recursive: true }));

const path = (name: string, content?: string) => {
  const full = join(folder, name);
  if (content !== undefined) writeFileSync(full, content);
  return full;
};

test('a secret is what its file holds, without the end of the line', () => {
  expect(readSecretFile('--x', path('one', 'secret\n'))).toBe('secret');
  expect(readSecretFile('--x', path('two', ' secret \r\n'))).toBe(' secret ');
  expect(() => readSecretFile('--x', path('three', '\n'))).toThrow('is empty');
});

test.skipIf(process.platform === 'win32')('what is no file is not waited for', () => {
  const pipe = path('pipe');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  expect(() => readTextFile('--x', pipe)).toThrow('it is not a regular file');
  expect(() => readTextFile('--x', '/dev/zero')).toThrow('it is not a regular file');
  expect(() => readTextFile('--x', folder)).toThrow('it is a folder');
  expect(() => readTextFile('--x', path('large', '#'.repeat(2_000_000)))).toThrow('more than');
});
