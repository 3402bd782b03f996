import { messageOf, StoreError, type StoreErrorCode } from '../store-error.ts';

/** Whether a store takes what it is given. */
export type StoreHealth =
  | { readonly state: 'healthy' }
  | {
      readonly state: 'degraded';
      /** Why the last write failed. */
      readonly code: StoreErrorCode;
      /** One line, without a password. */
      readonly reason: string;
      /** When the first write failed, in milliseconds of Unix time. */
      readonly since: number;
    };

/** How a store is after another write has failed. */
export function degraded(before: StoreHealth, error: unknown, now: number): StoreHealth {
  return {
    state: 'degraded',
    code: error instanceof StoreError ? error.code : 'store_failed',
    reason: messageOf(error),
    since: before.state === 'degraded' ? before.since : now,
  };
}
