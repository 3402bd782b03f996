import { messageOf, StoreError, type StoreErrorCode } from '../store-error.ts';

/** First words of what a server answers. */
const ANSWERS: readonly (readonly [RegExp, StoreErrorCode])[] = [
  [/\b(WRONGPASS|NOAUTH|invalid password|no password is set)\b/, 'store_authentication_failed'],
  [/\bNOPERM\b/, 'store_permission_denied'],
  [/\b(OOM|MISCONF)\b/, 'store_full'],
  [/\bREADONLY\b/, 'store_read_only'],
  [/\b(BUSY|TRYAGAIN)\b/, 'store_busy'],
  [/\b(LOADING|MASTERDOWN|CLUSTERDOWN)\b/, 'store_unreachable'],
  [/\bDB index is out of range\b/, 'store_database_missing'],
];

/** What an error of the client or of the server means. */
export function redisError(error: unknown, store: string): StoreError {
  if (error instanceof StoreError) return error;
  const message = messageOf(error);
  const known = ANSWERS.find(([pattern]) => pattern.test(message));
  if (known) return new StoreError(known[1], store, message);
  // What is no answer of the server is the network's, or the client's that lost it.
  const isAnswer = error instanceof Error && error.name === 'ReplyError';
  return new StoreError(isAnswer ? 'store_failed' : 'store_unreachable', store, message);
}
