import type { Manifest, Package } from './packages.ts';

/** What goes into a published package.json as it is. */
const KEPT = [
  'name',
  'version',
  'description',
  'keywords',
  'license',
  'homepage',
  'repository',
  'type',
  'sideEffects',
  'engines',
  'bin',
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
] as const;

/**
 * The package.json that npm publishes: entries are of JavaScript with declarations, and nothing is said of
 * this repository's private packages and entries.
 */
export function publishedManifest({ manifest, entries }: Package): Manifest {
  const kept = KEPT.flatMap((field) => (field in manifest ? [[field, manifest[field]]] : []));
  const exported = entries.map(({ path, built }) => [
    path,
    { types: `./${built}.d.ts`, default: `./${built}.js` },
  ]);
  return {
    ...Object.fromEntries(kept),
    exports: { ...Object.fromEntries(exported), './package.json': './package.json' },
  };
}
