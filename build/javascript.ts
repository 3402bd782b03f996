import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BunPlugin } from 'bun';
import { inlineModel } from './inline-model.ts';
import { inlineSql } from './inline-sql.ts';
import { isExternal, type Manifest, type Package } from './packages.ts';

/** A command line's entry: not for import, but for `bin/`. */
const COMMAND = 'src/cli/main.ts';

/**
 * Bundles a package's entries as ES modules into its `dist/`. They share what they have in common, and the
 * private packages that they use are in it.
 *
 * @throws when a source does not compile
 */
export async function bundleJavaScript({
  folder,
  dist,
  manifest,
  entries,
}: Package): Promise<void> {
  const command = join(folder, COMMAND);
  await Bun.build({
    entrypoints: [...entries.map(({ source }) => source), command].filter((path) =>
      existsSync(path),
    ),
    root: join(folder, 'src'),
    outdir: dist,
    target: 'node',
    splitting: true,
    naming: { entry: '[dir]/[name].js', chunk: 'chunks/[hash].js' },
    plugins: [externals(manifest), inlineModel, inlineSql],
  });
}

/** Bun's own `external` can't tell a package's published entries from its private ones. */
function externals(manifest: Manifest): BunPlugin {
  return {
    name: 'externals',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path }) =>
        isExternal(path, manifest) ? { path, external: true } : undefined,
      );
    },
  };
}
