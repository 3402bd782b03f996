import { join } from 'node:path';
import {
  type Config,
  defaultStateFolder,
  type OpenStoreOptions,
  openStores,
  type Store,
  StoreError,
} from '../index.ts';
import { UsageError } from './terminal/usage-error.ts';

/** The file in the state folder, where no other store is named. */
const DEFAULT_FILE = 'stepstream.db';

/** The part of a configuration that says where things are kept. */
export type StoreConfig = Pick<Config, 'historyStore' | 'stateFolder' | 'store'>;

/** Opens the store that a server would use. @throws {StoreError} */
export function openConfiguredStore(
  config: StoreConfig,
  options: OpenStoreOptions,
): Promise<Store> {
  const folder = config.stateFolder || defaultStateFolder(process.env);
  const store = config.store || `sqlite:${join(folder, DEFAULT_FILE)}`;
  return openStores({ store, historyStore: config.historyStore }, options);
}

/**
 * Opens the store of a server, from its configuration. A file is this server's alone.
 *
 * @throws {UsageError} when it can't be used; the message is one line that says what to do
 */
export async function openStoreOf(config: StoreConfig): Promise<Store> {
  try {
    return await openConfiguredStore(config, { exclusive: true });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new UsageError(error.message + (FLAGS[error.code] ?? ''));
  }
}

/** Which settings help. */
const FLAGS: Partial<Record<StoreError['code'], string>> = {
  store_in_use: ' with --store or --state-folder; --store memory needs none',
  store_read_only: ' with --store or --state-folder; --store memory needs none',
  store_unreachable: ' See --store and --history-store.',
};
