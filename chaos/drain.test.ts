import { describe, expect, setDefaultTimeout, test } from 'bun:test';
import { join } from 'node:path';

setDefaultTimeout(120_000);

const chaos = async (...args: readonly string[]) => {
  const child = Bun.spawn(['node', 'packages/server/bin/bun.js', 'chaos/main.ts', ...args], {
    cwd: join(import.meta.dir, '..'),
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { stdout, stderr, code };
};

test('a few people walk through a restart, and lose nothing', async () => {
  const { stdout, stderr, code } = await chaos(
    ...['drain', '--walkers', '6', '--seconds', '12', '--restarts', '1', '--spread', '1'],
  );
  // How evenly six come back is no matter for a test.
  const lines = stdout.split('\n').filter((line) => !line.startsWith('most attempts'));
  expect({ stderr, missed: lines.filter((line) => line.endsWith('MISSED')) }).toEqual({
    stderr: '',
    missed: [],
  });
  expect(stdout).toMatch(/^connections lost, and resumed +6 +6 +met$/m);
  expect([0, 1]).toContain(code);
});

test('a few people walk through two kills, and each step is told once, to them and the history', async () => {
  const { stdout, stderr } = await chaos(
    ...['kill', '--walkers', '4', '--seconds', '14', '--kills', '2', '--cut', '3'],
  );
  const missed = stdout.split('\n').filter((line) => line.endsWith('MISSED'));
  expect({ stderr, missed }).toEqual({ stderr: '', missed: [] });
  expect(stdout).toMatch(/^steps in the history +([1-9]\d*) +\1 +met$/m);
});

describe('wrong use is told, with exit code 2', () => {
  test.each([[['drain', '--walkers', '0']], [['drain', '--fast']], [['storm']]])(
    '%p',
    async (args) => {
      const { stderr, code } = await chaos(...args);
      expect(code).toBe(2);
      expect(stderr).not.toBe('');
    },
  );
});

test('--help tells of the scenarios, and of each its options', async () => {
  expect(await chaos('--help')).toMatchObject({ code: 0, stderr: '' });
  expect((await chaos('drain', '--help')).stdout).toContain('--spread');
});
