import { expect, test } from 'bun:test';

const bench = (...args: string[]) =>
  Bun.spawnSync([process.execPath, `${import.meta.dir}/main.ts`, ...args]);

test('a quick run of the bench measures a store', () => {
  const { exitCode, stdout, stderr } = bench('--quick', 'sqlite');
  expect({ exitCode, stderr: stderr.toString() }).toEqual({ exitCode: 0, stderr: '' });
  for (const what of ['a year by day', 'increments a second', 'longest stall', 'memory']) {
    expect(stdout.toString()).toContain(what);
  }
});

test('a store that there is not is told', () => {
  const { exitCode, stderr } = bench('none');
  expect(exitCode).toBe(2);
  expect(stderr.toString()).toContain('sqlite');
});
