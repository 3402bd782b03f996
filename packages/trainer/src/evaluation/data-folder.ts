import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the recordings lie unless told otherwise: beside the package, in `shared/data`. */
const DEFAULT_FOLDER = fileURLToPath(new URL('../../../../../shared/data', import.meta.url));

/** The folder of recordings: the environment's `STEPSTREAM_DATA`, or the usual place. */
export function dataFolder(environment: Readonly<Record<string, string | undefined>>): string {
  return environment['STEPSTREAM_DATA'] || DEFAULT_FOLDER;
}

/**
 * Whether there are recordings on this machine. They are too large to be part of the project, so
 * tests that need them are skipped where they are missing.
 */
export function hasDataFolder(): boolean {
  return existsSync(dataFolder(process.env));
}
