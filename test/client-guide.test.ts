import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NUMBERS } from '@stepstream/client/internals';
import { type StepstreamServer, startServer } from 'stepstream';
import { clientOptionsTable } from '../docs/generate/client-options.ts';
import { readSection } from '../docs/generate/section.ts';

const ROOT = join(import.meta.dir, '..');
const GUIDE = readFileSync(join(ROOT, 'docs/client.md'), 'utf8');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const PRINTED_URL = 'ws://localhost:8000/ws/realtime';
const TSC = join(ROOT, 'node_modules/@typescript/native/bin/tsc');

/** Each program of the guide and the README, and what it says it prints. */
const programs = [
  ...`${README}\n${GUIDE}`.matchAll(/^```ts\n(.*?)^```(?:\n\n```text\n(.*?)^```)?/gms),
].map(([, code = '', output], i) => ({ name: `program-${i}.ts`, code, output }));

let server: StepstreamServer;
let folder: string;
beforeAll(async () => {
  server = startServer({ port: 0, logLevel: 'warn' });
  // Inside the repository, where the types of the runtime are found.
  folder = await mkdtemp(join(ROOT, 'node_modules/.guide-'));
  for (const { name, code } of programs) {
    await writeFile(join(folder, name), code.replaceAll(PRINTED_URL, server.streamUrl));
  }
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      include: ['*.ts'],
      exclude: [],
    }),
  );
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await server.stop();
});

test('the programs of the guide type-check', () => {
  expect(programs.length).toBeGreaterThan(5);
  const run = Bun.spawnSync(['node', TSC, '--noEmit', '--project', folder]);
  expect(run.stdout.toString()).toBe('');
  expect(run.exitCode).toBe(0);
}, 60_000);

describe('each program of the guide runs, and prints what it says', () => {
  test.each(programs)(
    '$name',
    async ({ name, output }) => {
      const run = Bun.spawn([process.execPath, name], {
        cwd: folder,
        stdout: 'pipe',
        stderr: 'pipe',
      });
      const [stdout, stderr, code] = await Promise.all([
        new Response(run.stdout).text(),
        new Response(run.stderr).text(),
        run.exited,
      ]);
      expect(stderr).toBe('');
      expect(code).toBe(0);
      if (output !== undefined) expect(stdout).toBe(output);
    },
    60_000,
  );
});

test('the table of options is that of the source (npm run docs)', () => {
  const table = clientOptionsTable();
  expect(readSection(GUIDE, 'client-options')).toBe(table);
  // Every one says its default.
  expect(table.split('\n').length).toBeGreaterThan(15);
  for (const row of table.split('\n').slice(2)) expect(row).toContain('Default: ');
});

test('the comments of the options say the true defaults and ranges', () => {
  const rows = clientOptionsTable().matchAll(
    /^\| `(\w+)` \|.*Default: ([\d,]+).*Range: ([\d,]+).* to ([\d,]+)/gm,
  );
  const numbers = [...rows].map(([, name = '', ...texts]) => ({
    name,
    told: texts.map((text) => Number(text?.replaceAll(/\D/g, ''))),
  }));
  expect(numbers.length).toBe(Object.keys(NUMBERS).length);
  for (const { name, told } of numbers) {
    expect([name, ...told]).toEqual([name, ...NUMBERS[name as keyof typeof NUMBERS]]);
  }
});

test('the files that the guide points to are there', () => {
  for (const [, path = ''] of GUIDE.matchAll(/\]\((\.\.\/[^)#]+)\)/g)) {
    expect(() => readFileSync(join(ROOT, 'docs', path))).not.toThrow();
  }
});
