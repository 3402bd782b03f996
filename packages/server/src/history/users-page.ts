import { isUserId } from '@stepstream/protocol';
import { ParameterError } from './parameter-error.ts';
import type { UserHistory } from './user-history.ts';

export const DEFAULT_USERS = 100;
export const MAX_USERS = 1000;

/** A part of the names of all users. */
export interface UsersPage {
  readonly users: readonly string[];
  /** Asks for the next part; null after the last one. */
  readonly nextCursor: string | null;
}

/**
 * Names of users of whom steps are kept, in the order of their UTF-8 bytes.
 *
 * @throws {ParameterError} for a cursor that is none
 * @throws {StoreError}
 */
export async function readUsersPage(
  history: UserHistory,
  limit: number,
  cursor: string | undefined,
): Promise<UsersPage> {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const store = await history.settle();
  // One more than wanted, to know whether there is one.
  const found = await store.users(limit + 1, after);
  const users = found.slice(0, limit);
  const last = users.at(-1);
  const hasMore = found.length > limit && last !== undefined;
  return { users, nextCursor: hasMore ? Buffer.from(last).toString('base64url') : null };
}

/** A cursor is the last name of the page before. */
function readCursor(text: string): string {
  const name = Buffer.from(text, 'base64url').toString();
  const isOurs = Buffer.from(name).toString('base64url') === text;
  if (isOurs && isUserId(name)) return name;
  throw new ParameterError('invalid_cursor', 'cursor', 'expected next_cursor of the page before');
}
