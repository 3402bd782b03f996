import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, defaultStateFolder } from '../index.ts';
import { isTokenSecret } from '../settings/index.ts';
import { UsageError } from './terminal/usage-error.ts';

/**
 * A secret in the state folder, made when it is first needed and readable for its owner alone.
 *
 * @param file its name there
 * @param help what else may be done, where it can't be kept
 * @throws {UsageError} where it can't be kept or read
 */
export function keptSecret(
  { stateFolder }: Pick<Config, 'stateFolder'>,
  file: string,
  help: string,
): string {
  const folder = stateFolder || defaultStateFolder(process.env);
  const path = join(folder, file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Of two that begin at the same time, one makes it.
    writeFileSync(path, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') {
      throw new UsageError(`cannot keep a secret in ${path} (${codeOf(error)}): ${help}`);
    }
  }
  const secret = read(path);
  if (isTokenSecret(secret)) return secret;
  throw new UsageError(`${path} contains no usable secret: remove it, and a new one is created`);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new UsageError(`cannot read ${path} (${codeOf(error)})`);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}
