import { afterAll, beforeAll, expect, test } from 'bun:test';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dir, '..');

/** Imports that would turn an arrow of docs/architecture.md round; the lint rule must refuse each. */
const FORBIDDEN: readonly (readonly [file: string, imported: string])[] = [
  ['src/protocol/x.ts', '../detector/index.ts'],
  ['src/protocol/x.ts', 'node:fs'],
  ['src/detector/x.ts', '../protocol/index.ts'],
  ['src/detector/classic/x.ts', '../../session/index.ts'],
  ['src/detector/x.ts', 'bun'],
  ['src/walker/x.ts', '../detector/index.ts'],
  ['src/detector/x.ts', 'zod'],
  ['src/detector/x.ts', '../../test/support/stream.ts'],
  ['src/session/x.ts', '../server/index.ts'],
  ['src/session/x.ts', 'hono'],
  ['src/server/x.ts', '../cli/main.ts'],
  ['src/server/x.ts', '../formats/index.ts'],
  ['src/server/ingest/x.ts', '../server.ts'],
  ['src/formats/x.ts', '../detector/index.ts'],
  ['src/formats/x.ts', 'node:fs'],
  ['src/formats/x.ts', './files/read-recording.ts'],
  ['src/formats/x.ts', './index.ts'],
  ['src/formats/files/x.ts', '../../detector/index.ts'],
  ['src/client/x.ts', '../protocol/index.ts'],
  ['src/client/x.ts', '../protocol/settings.ts'],
  ['src/client/x.ts', '../session/index.ts'],
  ['src/client/x.ts', 'zod'],
  ['src/library/x.ts', '../server/index.ts'],
  ['training/classic/x.ts', '../../src/server/index.ts'],
  ['bench/x.ts', '../training/frames.ts'],
  ['src/console/x.ts', '../server/index.ts'],
  ['src/console/try/x.ts', '../../detector/index.ts'],
  ['src/console/try/x.ts', '../../session/index.ts'],
  ['src/console/try/x.ts', '../../formats/index.ts'],
  ['src/console/try/x.ts', 'node:fs'],
  ['src/server/console/x.ts', '../../console/main.tsx'],
  ['src/server/live/x.ts', '../server.ts'],
  ['src/server/tls/x.ts', '../../session/index.ts'],
];
const ALLOWED: readonly (readonly [file: string, imported: string])[] = [
  ['src/detector/classic/x.ts', '../math.ts'],
  ['src/session/x.ts', '../protocol/index.ts'],
  ['src/session/x.ts', '../detector/index.ts'],
  ['src/server/x.ts', '../session/index.ts'],
  ['src/cli/x.ts', '../server/index.ts'],
  ['src/console/try/x.ts', '../stream/run.ts'],
  ['src/console/try/x.ts', '../../formats/browser.ts'],
  ['src/console/live/x.ts', '../../detector/cadence-meter.ts'],
  ['src/server/live/x.ts', '../../session/index.ts'],
  ['src/server/ingest/x.ts', '../../formats/index.ts'],
  ['src/formats/x.ts', './csv-table.ts'],
  ['src/formats/x.ts', 'fflate'],
  ['src/formats/index.ts', './files/read-recording.ts'],
  ['src/formats/files/x.ts', '../zip-file.ts'],
  ['src/formats/files/x.ts', 'node:fs/promises'],
  ['src/client/x.ts', '../protocol/samples.ts'],
  ['src/client/x.ts', '../protocol/types.ts'],
  ['src/library/x.ts', '../detector/index.ts'],
  ['training/classic/x.ts', '../../src/detector/index.ts'],
  ['bench/x.ts', '../src/server/index.ts'],
];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-lint-'));
  await cp(join(ROOT, 'biome.json'), join(folder, 'biome.json'));
  await cp(join(ROOT, '.gitignore'), join(folder, '.gitignore'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each(FORBIDDEN)('%s must not import %s', async (file, imported) => {
  const { exitCode, output } = await lint(file, imported);
  expect(output).toContain('noRestrictedImports');
  expect(exitCode).not.toBe(0);
});

test.each(ALLOWED)('%s may import %s', async (file, imported) => {
  const { exitCode, output } = await lint(file, imported);
  expect(output).not.toContain('noRestrictedImports');
  expect(exitCode).toBe(0);
});

async function lint(file: string, imported: string): Promise<{ exitCode: number; output: string }> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `export { x } from '${imported}';\n`);
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
  const run = Bun.spawnSync(['node', biome, 'lint', path], { cwd: folder });
  return { exitCode: run.exitCode, output: `${run.stdout}${run.stderr}` };
}
