/**
 * `npm pack` runs this first: it makes `dist/`, JavaScript and declarations of what other programs
 * import. Bun needs neither; Node does not strip types in `node_modules`, and browsers never.
 */
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { inlineModel } from './inline-model.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const DIST = `${ROOT}dist`;
/** Each part's name, as in `stepstream/client`, and its source. */
const PARTS = {
  client: 'src/client/index.ts',
  detector: 'src/library/detector.ts',
  protocol: 'src/protocol/index.ts',
};

await rm(DIST, { recursive: true, force: true });
for (const [name, source] of Object.entries(PARTS)) {
  await Bun.build({
    entrypoints: [`${ROOT}${source}`],
    outdir: DIST,
    naming: `${name}.js`,
    target: 'browser',
    packages: 'external',
    sourcemap: 'none',
    plugins: [inlineModel],
  });
}
const tsc = Bun.spawnSync(
  ['node', `${ROOT}node_modules/typescript/bin/tsc`, '--project', `${ROOT}build/tsconfig.json`],
  { cwd: ROOT, stdout: 'inherit', stderr: 'inherit' },
);
if (tsc.exitCode !== 0) process.exit(1);
