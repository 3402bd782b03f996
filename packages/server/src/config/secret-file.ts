import { readFileSync, statSync } from 'node:fs';
import { ConfigError } from './config-error.ts';

/** What the codes of the operating system mean, and what to do. */
const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a link to itself',
};

/** Nobody has so many settings, nor so long a secret. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads a file of the configuration.
 *
 * @param label what names the file: a flag, variable or key
 * @throws {ConfigError} that says why it can't be read
 */
export function readTextFile(label: string, path: string): string {
  try {
    // What is no file may never end, or never begin: a pipe, a device.
    const status = statSync(path);
    if (!status.isFile() && !status.isDirectory()) {
      throw new ConfigError(`${label}: cannot read ${path}: it is not a regular file`);
    }
    if (status.size > MAX_BYTES) {
      throw new ConfigError(`${label}: cannot read ${path}: it has more than ${MAX_BYTES} bytes`);
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
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
