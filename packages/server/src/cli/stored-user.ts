import { isUserId, MAX_USER_ID_LENGTH } from '@stepstream/protocol';
import type { Command } from 'commander';
import { ConfigError, type OpenStoreOptions, SETTINGS, type Store, StoreError } from '../index.ts';
import { addConfigOption, configFrom } from './config-option.ts';
import { openConfiguredStore, type StoreConfig } from './open-store.ts';
import { UsageError } from './terminal/usage-error.ts';

/** The settings that say where a server keeps what these commands work on. */
const PLACES = ['store', 'historyStore', 'stateFolder'] as const;

/** The flags that say so. */
export type StoreFlags = Partial<StoreConfig> & { readonly config?: string };

/** Adds the options that say where a server keeps its users. */
export function addStoreOptions(command: Command): Command {
  addConfigOption(command);
  for (const name of PLACES) {
    const { flag, argument, description } = SETTINGS[name];
    command.option(`--${flag} <${argument}>`, `${description} The same as for \`serve\`.`);
  }
  return command;
}

/**
 * Works with the store of a server, which must be there already, and closes it.
 *
 * @param userId as it was given; checked first
 * @throws {UsageError} when the name or a setting is wrong, or the store can't be used
 */
export async function withStoreOf<Result>(
  userId: string,
  flags: StoreFlags,
  options: Pick<OpenStoreOptions, 'exclusive'>,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  if (!isUserId(userId)) {
    throw new UsageError(`a user's name has 1 to ${MAX_USER_ID_LENGTH} characters`);
  }
  try {
    const { config: file, store, historyStore, stateFolder } = flags;
    const config = configFrom({ config: file, store, historyStore, stateFolder });
    if (config.store === 'memory') {
      throw new UsageError('a store in memory is only in its server: call /users of that server');
    }
    const opened = await openConfiguredStore(config, { ...options, create: false });
    try {
      return await work(opened);
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (error instanceof StoreError || error instanceof ConfigError) {
      const help = error.code === 'store_in_use' ? IN_USE : '';
      throw new UsageError(error.message + help);
    }
    throw error;
  }
}

/** A server would write again what it has in memory. */
const IN_USE = '; or, while the server runs: curl -X DELETE http://127.0.0.1:8000/users/USER';
