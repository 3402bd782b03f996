/** What outlives a process: one contract, and a store of each kind. */

export type { BufferClock, BufferOptions, BufferTimer } from './buffered/buffer-options.ts';
export { BufferedStore } from './buffered/buffered-store.ts';
export type { Dropped } from './buffered/pending-writes.ts';
export type { StoreHealth } from './buffered/store-health.ts';
export { checkCheckpoint, checkSessionMinute, MAX_BOUNDARIES } from './check.ts';
export { type Checkpoint, type LoadedCheckpoint, MAX_PAYLOAD_BYTES } from './checkpoint.ts';
export { combineStores } from './combine-stores.ts';
export { MAX_EPOCH } from './epoch.ts';
export { createMemoryStore } from './memory/memory-store.ts';
export { type OpenStoreOptions, openStore } from './open-store.ts';
export { openStores, type StorePlaces } from './open-stores.ts';
export type {
  HistoryStore,
  MinuteRange,
  SessionEnd,
  SessionMinute,
  SessionStore,
  Store,
  StoreBatch,
  UserMinute,
  UtcMinute,
} from './store.ts';
export { StoreError, type StoreErrorCode } from './store-error.ts';
export { parseStoreUrl, type StoreAddress } from './store-url.ts';
export { type StoreObserver, timedStore } from './timed-store.ts';
