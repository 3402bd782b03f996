import { readFileSync } from 'node:fs';
import { ConfigError } from './config-error.ts';

/** What the codes of the operating system mean, and what to do. */
const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
};

/**
 * Reads a file of the configuration.
 *
 * @param label what names the file: a flag, variable or key
 * @throws {ConfigError} that says why it can't be read
 */
export function readTextFile(label: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ConfigError(`${label}: cannot read ${path}: ${WHY[code] ?? code}`);
  }
}

/**
 * Reads a secret from a file, as Docker and Kubernetes hand them out. The line's end that editors and `echo` add is cut
 * off, and nothing else: a secret may begin or end with a blank.
 *
 * @throws {ConfigError} where it can't be read, or holds nothing
 */
export function readSecretFile(label: string, path: string): string {
  const secret = readTextFile(label, path).replace(/\r?\n$/, '');
  if (secret === '') throw new ConfigError(`${label}: ${path} is empty`);
  return secret;
}
