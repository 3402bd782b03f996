import { glob, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findRecordings, isTruthFile, RecordingError } from '@stepstream/formats';
import { UsageError } from '../terminal/usage-error.ts';

/** A recording to count: its path, and how large it is, in bytes. */
export interface FoundFile {
  readonly path: string;
  /** 0 where it can't be looked at: what is wrong shows when it is read. */
  readonly bytes: number;
}

/**
 * The recordings that paths stand for, each once: files, folders, and patterns such as `walks/*.csv` that no shell has
 * replaced. Files that say something of a recording beside them are passed over.
 *
 * @param fail - told of what can't be looked at; the others are found all the same
 * @throws {UsageError} where only lists of known steps are named
 */
export async function findFiles(
  paths: readonly string[],
  fail: (path: string, error: unknown) => void,
): Promise<FoundFile[]> {
  const wanted = paths.filter((path) => !isTruthFile(path));
  if (wanted.length === 0) {
    throw new UsageError(`${paths[0]} is a list of known steps: name the recording itself`);
  }
  const found = new Set<string>();
  for (const path of wanted) {
    try {
      for (const one of await matching(path)) {
        for (const recording of await findRecordings(one)) found.add(recording);
      }
    } catch (error) {
      fail(path, error);
    }
  }
  return Promise.all([...found].map(async (path) => ({ path, bytes: await sizeOf(path) })));
}

/** What a path names, or what a pattern matches. A file may be called like a pattern. */
async function matching(path: string): Promise<readonly string[]> {
  if (!/[*?[{]/.test(path) || (await exists(path))) return [path];
  const found: string[] = [];
  for await (const one of glob(path)) if (!isTruthFile(one)) found.push(one);
  if (found.length > 0) return found.sort();
  const problem = 'no file matches this pattern: check the path';
  throw new RecordingError('not_found', path, null, problem);
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return found.size;
    const sizes = (await readdir(path)).map(async (name) => (await stat(join(path, name))).size);
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  } catch {
    return 0;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
