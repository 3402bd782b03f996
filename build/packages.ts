import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** This repository's folder. */
export const ROOT = join(import.meta.dir, '..');

/** The packages that npm publishes, by their folders' names; each after those that it depends on. */
export const PUBLISHED = ['protocol', 'detector', 'client', 'formats', 'server'] as const;

/** Entries for this repository's own packages and tests; they are not published. */
const PRIVATE_ENTRIES: ReadonlySet<string> = new Set(['./internals', './testing', './terminal']);

/** Packages that npm does not get: what others use of them becomes part of those. */
const PRIVATE_PACKAGES: ReadonlySet<string> = new Set(
  readdirSync(join(ROOT, 'packages'))
    .map((name) => readManifest(join(ROOT, 'packages', name)))
    .filter((manifest) => manifest.private)
    .map(({ name }) => name),
);

/** Of a package.json, what the build reads. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** Something that other programs import. */
export interface Entry {
  /** As in `exports`: `.` or `./codec`. */
  readonly path: string;
  /** The path of its source. */
  readonly source: string;
  /** Where it is in `dist/`, without an ending, as in `src/`: `index` or `codec/index`. */
  readonly built: string;
}

/** A package that npm publishes. */
export interface Package {
  /** Its folder. */
  readonly folder: string;
  /** Where its published form is built: `packages/…/dist`. */
  readonly dist: string;
  /** Its package.json, without dependencies on private packages. */
  readonly manifest: Manifest;
  readonly entries: readonly Entry[];
}

/** Reads the packages that npm publishes, each after those that it depends on. */
export function publishedPackages(): readonly Package[] {
  return PUBLISHED.map((name) => readPackage(join(ROOT, 'packages', name)));
}

function readPackage(folder: string): Package {
  const manifest = readManifest(folder);
  const dependencies = Object.entries(manifest.dependencies ?? {}).filter(
    ([name]) => !PRIVATE_PACKAGES.has(name),
  );
  const entries = Object.entries(manifest.exports)
    .filter(([path, source]) => !PRIVATE_ENTRIES.has(path) && /\.tsx?$/.test(source))
    .map(([path, source]) => ({
      path,
      source: join(folder, source),
      built: source.replace(/^\.\/src\/|\.tsx?$/g, ''),
    }));
  return {
    folder,
    dist: join(folder, 'dist'),
    manifest: { ...manifest, dependencies: Object.fromEntries(dependencies) },
    entries,
  };
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/**
 * Whether an import stays one in the published package. What does not is a file of the package, or comes from
 * a private package and becomes part of it.
 */
export function isExternal(specifier: string, manifest: Manifest): boolean {
  if (specifier.startsWith('node:') || specifier === 'bun') return true;
  const [, name = '', path] = /^((?:@[^/]+\/)?[^./][^/]*)(\/.*)?$/.exec(specifier) ?? [];
  return name in (manifest.dependencies ?? {}) && !PRIVATE_ENTRIES.has(`.${path}`);
}
