import { expect, test } from 'bun:test';

const built = async (path: string): Promise<string> => {
  const entry = Bun.resolveSync(path, import.meta.dir);
  const { outputs } = await Bun.build({ entrypoints: [entry], minify: true, target: 'browser' });
  return (await outputs[0]?.text()) ?? '';
};

test.each(['./index.ts', './codec/index.ts', './codec/server.ts'])(
  '%s brings no schema library',
  async (path) => {
    const code = await built(path);
    expect(code.length).toBeGreaterThan(1000);
    expect(code.length).toBeLessThan(16_000);
    expect(code).not.toMatch(/zod/i);
  },
);

test('the codec that clients use runs where there is no Buffer', async () => {
  expect(await built('./codec/index.ts')).not.toContain('Buffer.');
});
