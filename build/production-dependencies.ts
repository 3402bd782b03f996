import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLISHED, ROOT } from './packages.ts';

/** A package of others that our users run. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  /** As its package.json says it: an expression of SPDX. */
  readonly licence: string;
  /** Where npm puts it, from the repository's root. */
  readonly path: string;
}

/** Of an entry of package-lock.json, what is read here. */
interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly link?: true;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

type Lock = Readonly<Record<string, LockedPackage>>;

/**
 * Everything of others that our users run: what the published packages depend on, and what is in the console, on all
 * systems. Read from the lockfile, so it is the same on every machine.
 *
 * @param packages the folders that are started from, below `packages/`
 */
export function productionDependencies(
  packages: readonly string[] = [...PUBLISHED, 'console'],
): readonly Dependency[] {
  const { packages: lock } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Lock;
  };
  const queue = packages.map((name) => `packages/${name}`);
  const seen = new Set(queue);
  for (const path of queue) {
    for (const found of dependenciesOf(path, lock)) {
      if (!seen.has(found)) queue.push(found);
      seen.add(found);
    }
  }
  return queue
    .filter((path) => path.includes('node_modules/'))
    .map((path) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: lock[path]?.version ?? '',
      licence: lock[path]?.license ?? '',
      path,
    }))
    .sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
}

/** Where the dependencies of a package are, links followed. A peer that nobody has installed is none. */
function dependenciesOf(path: string, lock: Lock): string[] {
  const { dependencies, optionalDependencies, peerDependencies } = lock[path] ?? {};
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  return names.flatMap((name) => {
    const found = locate(name, path, lock);
    return found === undefined ? [] : [lock[found]?.link ? `${lock[found].resolved}` : found];
  });
}

/** Looks for a package as Node does: beside the one that wants it, then further and further out. */
function locate(name: string, from: string, lock: Lock): string | undefined {
  for (
    let folder = from;
    ;
    folder = folder.replace(/(^|\/)(node_modules\/)?(@[^/]+\/)?[^/]+$/, '')
  ) {
    const path = join(folder, 'node_modules', name);
    if (path in lock) return path;
    if (folder === '') return undefined;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
