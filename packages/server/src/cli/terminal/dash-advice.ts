import { existsSync } from 'node:fs';

/**
 * What to do about a file whose name begins with a dash, and which was therefore taken for an option.
 *
 * @param problem - what commander says
 * @returns a line; empty where no such file is meant
 */
export function dashAdvice(
  problem: string,
  exists: (path: string) => boolean = existsSync,
): string {
  const [, name] = /unknown option '(-[^']*)'/.exec(problem) ?? [];
  if (name === undefined) return '';
  const isFile = exists(name) || /[^-].*\.\w+$/.test(name);
  const quoted = /^[\w.+,=:@/-]+$/.test(name) ? `./${name}` : `'./${name}'`;
  return isFile ? `For the file of this name, write ${quoted}\n` : '';
}
