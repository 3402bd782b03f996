import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const ENTRY = join(import.meta.dir, '../../packages/client/src/index.ts');
/** What may come into a page, gzipped, in bytes: what it takes to connect, and the motion, too. */
const MAX_CONNECT_BYTES = 9350;
const MAX_BYTES = 10_200;

/** What a bundler makes of a program that uses the library. */
async function bundle(program: string): Promise<string> {
  const built = await Bun.build({
    entrypoints: ['program.ts'],
    files: { 'program.ts': program },
    target: 'browser',
    minify: true,
  });
  expect(built.success).toBe(true);
  return (await built.outputs[0]?.text()) ?? '';
}

test('the client is small, and needs nothing else', async () => {
  const code = await bundle(`export * from ${JSON.stringify(ENTRY)};`);
  // A test, not a look at the code, as its messages speak of imports: it runs by itself.
  expect(() => new Function(code.replace(/export\s*\{[^}]*\};?\s*$/, ''))()).not.toThrow();
  expect(gzipSync(code).length).toBeLessThan(MAX_BYTES);
  const connecting = await bundle(
    `import { connect } from ${JSON.stringify(ENTRY)}; connect('ws://localhost');`,
  );
  expect(gzipSync(connecting).length).toBeLessThan(MAX_CONNECT_BYTES);
});

test('what is not used is left out', async () => {
  const all = await bundle(`export * from ${JSON.stringify(ENTRY)};`);
  const motion = await bundle(
    `import { fromDeviceMotion } from ${JSON.stringify(ENTRY)}; fromDeviceMotion(console.log);`,
  );
  const nothing = await bundle(`import ${JSON.stringify(ENTRY)};`);
  expect(motion.length).toBeLessThan(all.length / 3);
  expect(motion.includes('WebSocket')).toBe(false);
  expect(nothing.length).toBeLessThan(200);
});
