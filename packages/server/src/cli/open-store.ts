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
export async function openStoreOf(config: StoreConfig, place: SettingPlace): Promise<Store> {
  try {
    return await openConfiguredStore(config, { exclusive: true });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const advice = ADVICE[error.code];
    if (advice) throw new UsageError(error.message + advice);
    throw new UsageError(withPlace(error, placesOfStores(config, place)));
  }
}

/** Where a setting is set: a flag, a variable, or a key of a file and its line. */
export type SettingPlace = (name: 'cluster' | 'historyStore' | 'store') => string;

/** Which settings help. */
const ADVICE: Partial<Record<StoreError['code'], string>> = {
  store_in_use: ' with --store or --state-folder; --store memory needs none',
  store_read_only: ' with --store or --state-folder; --store memory needs none',
};

/** What is wrong with a store, and where it is named. */
export function withPlace({ message }: StoreError, place: string): string {
  return message.endsWith('?') ? `${message} See ${place}.` : `${message}; see ${place}`;
}

function placesOfStores({ historyStore }: StoreConfig, place: SettingPlace): string {
  return historyStore === '' ? place('store') : `${place('store')} and ${place('historyStore')}`;
}
