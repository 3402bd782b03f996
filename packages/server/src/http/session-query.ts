import { isUserId } from '@stepstream/protocol';
import type { SessionFacts, SessionQuery } from '../session/index.ts';
import { problem } from './problem.ts';

/** Most sessions of an answer, and as many where nobody says. */
export const MAX_SESSIONS_LISTED = 1000;

/** Reads `limit`, `cursor` and `user_id` of `GET /sessions`; a problem where one of them can't be. */
export function readSessionQuery(
  get: (name: string) => string | undefined,
): SessionQuery | Response {
  const limitText = get('limit') ?? String(MAX_SESSIONS_LISTED);
  const limit = /^\d{1,4}$/.test(limitText) ? Number(limitText) : 0;
  if (limit < 1 || limit > MAX_SESSIONS_LISTED) {
    const detail = `limit: expected a whole number from 1 to ${MAX_SESSIONS_LISTED}`;
    return problem('invalid_limit', {}, { detail, field: 'limit' });
  }
  const cursor = get('cursor');
  const after = cursor === undefined ? undefined : readCursor(cursor);
  if (cursor !== undefined && !after) {
    const detail = 'cursor: expected next_cursor of the page before';
    return problem('invalid_cursor', {}, { detail, field: 'cursor' });
  }
  const userId = get('user_id');
  if (userId !== undefined && !isUserId(userId)) return problem('invalid_user');
  return { limit, after, userId };
}

/** A cursor is the last session of the page before: when it began, and its id. */
export function sessionCursor({ createdAt, id }: SessionFacts): string {
  return Buffer.from(`${createdAt} ${id}`).toString('base64url');
}

function readCursor(text: string): SessionQuery['after'] {
  const [, time, id] =
    /^(\d{1,12}(?:\.\d{1,3})?) ([0-9a-f-]{36})$/.exec(Buffer.from(text, 'base64url').toString()) ??
    [];
  return time === undefined || id === undefined ? undefined : { createdAt: Number(time), id };
}
