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

/** The same where a Redis Cluster is taken for a single server, and the other way round. */
const MISTAKEN: readonly (readonly [RegExp, string])[] = [
  [/^MOVED\b/, 'it is part of a Redis Cluster, which is named redis+cluster://HOST'],
  [/\bcluster support disabled\b/, 'it is no Redis Cluster, but redis://HOST'],
];

/** What an error of the client or of the server means. */
export function redisError(error: unknown, store: string): StoreError {
  if (error instanceof StoreError) return error;
  const message = messageOf(error);
  const mistaken = MISTAKEN.find(([pattern]) => pattern.test(message));
  if (mistaken) return new StoreError('invalid_store_url', store, mistaken[1]);
  const known = ANSWERS.find(([pattern]) => pattern.test(message));
  if (known) return new StoreError(known[1], store, message);
  // What is no answer of the server is the network's, or the client's that lost it.
  const isAnswer = error instanceof Error && error.name === 'ReplyError';
  return new StoreError(isAnswer ? 'store_failed' : 'store_unreachable', store, message);
}
