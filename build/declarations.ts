import { dirname } from 'node:path';
import { type Plugin, rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { isExternal, type Package } from './packages.ts';

/** Finds the sources of private packages, whose types become part of the others'. */
const PRIVATE_PACKAGES: Plugin = {
  name: 'private-packages',
  resolveId: (specifier, importer) =>
    importer && !/^[./]/.test(specifier) ? Bun.resolveSync(specifier, dirname(importer)) : null,
};

/**
 * Bundles the declarations of a package's entries into its `dist/`: only what can be reached from them, with
 * the types of private packages inside.
 *
 * @throws when they need a package that is not installed with this one
 */
export async function bundleDeclarations({ dist, manifest, entries }: Package): Promise<void> {
  const bundle = await rollup({
    input: Object.fromEntries(entries.map(({ built, source }) => [built, source])),
    external: (specifier) => isExternal(specifier, manifest),
    plugins: [
      PRIVATE_PACKAGES,
      dts({ respectExternal: true, compilerOptions: { skipLibCheck: true } }),
    ],
    onLog: (_level, log) => {
      // The plugin would have us export each type that a public one mentions.
      if (log.plugin === 'dts') return;
      throw new Error(`${manifest.name}: ${log.message}`);
    },
  });
  const { output } = await bundle.write({
    dir: dist,
    entryFileNames: '[name].d.ts',
    chunkFileNames: 'chunks/[name].d.ts',
  });
  await bundle.close();
  const foreign = output.flatMap((file) =>
    file.type === 'chunk' && file.imports.includes('bun') ? [file.fileName] : [],
  );
  if (foreign.length > 0) throw new Error(`${manifest.name}: ${foreign} need the types of Bun`);
}
