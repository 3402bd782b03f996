import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Config, defaultStateFolder } from '../index.ts';

/** The bits of a mode that let others than the owner and the group in, and that let anybody but the owner in. */
const OTHERS = 0o007;
const NOT_OWNER = 0o077;
const SEARCH = 0o111;
/** A database, and what SQLite puts beside it. */
const ENDINGS = ['', '-wal', '-shm'];

/** The part of a configuration that names files. */
export type FilesConfig = Pick<
  Config,
  'historyStore' | 'stateFolder' | 'store' | 'tlsCert' | 'tlsKey'
>;

/**
 * What an operator has to be told of files that others on this machine can read: a line each, with the command that
 * mends it. A key may be its group's, as packages of certificates have it; state is its owner's alone.
 */
export function permissionNotes(config: FilesConfig): string[] {
  // Windows has no such modes.
  if (process.platform === 'win32') return [];
  const folder = config.stateFolder || defaultStateFolder(process.env);
  const own = [join(folder, 'lan-key.pem'), ...databases(config, folder)];
  return [
    ...(config.tlsKey ? exposed(config.tlsKey, OTHERS, 'o=') : []),
    ...exposed(folder, NOT_OWNER, '700'),
    ...own.flatMap((path) => exposed(path, NOT_OWNER, '600')),
  ];
}

/** The files of databases, in the folder or where the settings name them. */
function databases({ store, historyStore }: FilesConfig, folder: string): string[] {
  const named = [store || `sqlite:${join(folder, 'stepstream.db')}`, historyStore];
  const paths = named.flatMap((text) => /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(text)?.[1] ?? []);
  return paths.flatMap((path) => ENDINGS.map((ending) => `${resolve(path)}${ending}`));
}

function exposed(path: string, bits: number, mode: string): string[] {
  // Nobody reaches a file in a folder that they can't search.
  if ((modeOf(path) & bits) === 0 || (modeOf(dirname(path)) & bits & SEARCH) === 0) return [];
  return [`Others on this machine can get at ${path}; mend it: chmod ${mode} '${path}'`];
}

function modeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
}
