import { combineStores } from './combine-stores.ts';
import { type OpenStoreOptions, openStore } from './open-store.ts';
import type { Store } from './store.ts';

/** Where things are kept, by the names of the settings: URLs as {@link openStore} takes them. */
export interface StorePlaces {
  /** Default: in memory. */
  readonly store?: string;
  /** Default: where sessions are. */
  readonly historyStore?: string;
}

/**
 * Opens the store of sessions and that of history, which may be the same. An empty text is none.
 *
 * @throws {StoreError} when one of them can't be used; neither is open then
 * @example
 * ```ts
 * const config = readConfig({}, process.env);
 * const engine = createStepstream({ ...config, store: await openStores(config) });
 * ```
 */
export async function openStores(
  { store, historyStore }: StorePlaces,
  options: OpenStoreOptions = {},
): Promise<Store> {
  const first = store || 'memory';
  const second = historyStore || first;
  const sessions = await openStore(first, options);
  if (second === first) return sessions;
  try {
    return combineStores(sessions, await openStore(second, options));
  } catch (error) {
    await sessions.close();
    throw error;
  }
}
