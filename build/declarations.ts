import { rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Plugin, rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { isExternal, type Package, ROOT } from './packages.ts';

/** Where the compiler writes the declarations of each source. */
const EMITTED = join(ROOT, 'node_modules/.declarations');
const TSC = join(ROOT, 'node_modules/@typescript/native/bin/tsc');

/**
 * Writes the declarations of all sources, for {@link bundleDeclarations}.
 *
 * @throws when they can't be written
 */
export function emitDeclarations(): void {
  rmSync(EMITTED, { recursive: true, force: true });
  const { exitCode } = Bun.spawnSync(['node', TSC, '--project', join(ROOT, 'build')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (exitCode !== 0) throw new Error('the declarations could not be written');
}

/** Where the declarations of a source are. */
function emitted(source: string): string {
  return join(EMITTED, relative(ROOT, source)).replace(/\.tsx?$/, '.d.ts');
}

/** Finds the declarations of private packages, which become part of the others'. */
const PRIVATE_PACKAGES: Plugin = {
  name: 'private-packages',
  resolveId: (specifier, importer) =>
    importer && !/^[./]/.test(specifier)
      ? emitted(Bun.resolveSync(specifier, dirname(importer)))
      : null,
};

/**
 * Bundles the declarations of a package's entries into its `dist/`: only what can be reached from them, with
 * the types of private packages inside.
 *
 * @throws when they need a package that is not installed with this one
 */
export async function bundleDeclarations({ dist, manifest, entries }: Package): Promise<void> {
  const bundle = await rollup({
    input: Object.fromEntries(entries.map(({ built, source }) => [built, emitted(source)])),
    external: (specifier) => isExternal(specifier, manifest),
    plugins: [
      PRIVATE_PACKAGES,
      dts({
        respectExternal: true,
        compilerOptions: { skipLibCheck: true, noLib: true, types: [] },
      }),
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
    chunkFileNames: ({ name }) => `chunks/${name.replace(/\.d$/, '')}.d.ts`,
  });
  await bundle.close();
  const foreign = output.flatMap((file) =>
    file.type === 'chunk' && file.imports.includes('bun') ? [file.fileName] : [],
  );
  if (foreign.length > 0) throw new Error(`${manifest.name}: ${foreign} need the types of Bun`);
}
