import { readdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Config, defaultStateFolder } from '../index.ts';

/** The bits of a mode that let others than the owner and the group in, and that let anybody but the owner in. */
const OTHERS = 0o007;
const NOT_OWNER = 0o077;
const SEARCH = 0o111;
/** A certificate is for everybody, and a lock is empty. */
const PUBLIC = /^lan-cert\.pem$|\.lock$/;
/** A database, and what SQLite puts beside it. */
const ENDINGS = ['', '-wal', '-shm'];

/** The part of a configuration that names files. */
export type FilesConfig = Pick<
  Config,
  'auditLog' | 'authSecretFile' | 'historyStore' | 'stateFolder' | 'store' | 'tlsCert' | 'tlsKey'
>;

/**
 * What an operator has to be told of files that others on this machine can read: a line each, with the command that
 * prevents it. A key may be its group's, as packages of certificates have it; state is its owner's alone.
 */
export function permissionNotes(config: FilesConfig): string[] {
  // Windows has no such modes.
  if (process.platform === 'win32') return [];
  const folder = config.stateFolder || defaultStateFolder(process.env);
  const own = new Set([...stateFiles(folder), ...databases(config), ...auditLog(config)]);
  return [
    ...[config.tlsKey, config.authSecretFile].flatMap((path) =>
      path ? exposed(path, OTHERS, 'o=') : [],
    ),
    ...exposed(folder, NOT_OWNER, '700'),
    ...[...own].flatMap((path) => exposed(path, NOT_OWNER, '600')),
  ];
}

/** What a server has kept in its folder: databases, keys, secrets. */
function stateFiles(folder: string): string[] {
  try {
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    return files.flatMap(({ name }) => (PUBLIC.test(name) ? [] : [resolve(folder, name)]));
  } catch {
    // There is none yet, or it can't be looked into, which others have said by now.
    return [];
  }
}

function auditLog(config: FilesConfig): string[] {
  return config.auditLog ? [resolve(config.auditLog)] : [];
}

/** The files of databases that the settings name. */
function databases({ store, historyStore }: FilesConfig): string[] {
  const paths = [store, historyStore].flatMap(
    (text) => /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(text)?.[1] ?? [],
  );
  return paths.flatMap((path) => ENDINGS.map((ending) => `${resolve(path)}${ending}`));
}

function exposed(path: string, bits: number, mode: string): string[] {
  // Nobody reaches a file in a folder that they can't search.
  if ((modeOf(path) & bits) === 0 || (modeOf(dirname(path)) & bits & SEARCH) === 0) return [];
  return [
    `Other users of this machine can access ${path}. To prevent that: chmod ${mode} '${path}'`,
  ];
}

function modeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
}
