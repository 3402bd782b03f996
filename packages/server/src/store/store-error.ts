/** What can be wrong with a store, and what its operator can do about it. */
const PROBLEMS = {
  invalid_store_url: [
    'is not a store',
    'expected sqlite:PATH, postgres://USER:PASSWORD@HOST/DATABASE, redis://HOST, redis+cluster://HOST or memory',
  ],
  store_unreachable: ['cannot be reached', 'is it running, and is its address right?'],
  store_authentication_failed: ['refused the login', 'check the user and the password'],
  store_database_missing: ['has no such database', 'create it, or name another'],
  store_file_missing: [
    'has no such file',
    'name the one that the server writes, with --store or --state-folder',
  ],
  store_permission_denied: [
    'does not allow this',
    'let its user create tables there, or name another user',
  ],
  store_read_only: ['cannot be written', 'let this process write to it, or name another place'],
  store_full: ['has no room left', 'free some space; a running server then writes what waits'],
  store_corrupt: ['is damaged', 'restore a backup, or move the file away to begin anew'],
  store_foreign: ['belongs to another program', 'name another file or database'],
  store_too_new: ['was written by a newer version', 'install that version, or restore a backup'],
  store_in_use: ['is in use by another server', 'stop that one, or name another file'],
  store_moved: [
    'was deleted, moved or replaced while this server had it open',
    'put back the file and its -wal, and what waits is written; or, if they are gone for good, restart this server',
  ],
  store_busy: ['is locked by another process', 'wait until that has finished'],
  store_unsupported: ['cannot be used here', 'install what it needs, or name another store'],
  store_closed: ['is closed', 'it was used after its end; this is a fault of the program'],
  store_failed: ['failed', 'the log of the store may tell more'],
} as const satisfies Readonly<Record<string, readonly [what: string, advice: string]>>;

/** Stable codes for programs. */
export type StoreErrorCode = keyof typeof PROBLEMS;

/**
 * A store that can't be opened or used. The message is one line, names the store without its password, and says
 * what to do.
 */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  /**
   * @param store its name, without a password
   * @param detail what the store itself said, or more precisely what is wrong; not the error itself, as those of
   *   some clients hold the commands that failed, passwords and all
   */
  constructor(code: StoreErrorCode, store: string, detail?: string) {
    const [what, advice] = PROBLEMS[code];
    const said = detail ? ` (${detail.replace(/\s+/g, ' ').trim()})` : '';
    super(`the store ${store} ${what}${said}: ${advice}`);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** What an unknown error says of itself. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  if (error instanceof Error) return error.message || codeOf(error) || error.name;
  // One that came from another thread is a copy, and no instance of its class.
  if (typeof error === 'object' && error !== null && 'message' in error) return `${error.message}`;
  return String(error);
}

/** The code of an unknown error, as Node's and most clients' have one. */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
