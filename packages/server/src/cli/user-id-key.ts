import type { Config } from '../index.ts';
import { keptSecret } from './kept-secret.ts';

/** The file in the state folder that holds the key of the hashes of names. */
const FILE = 'user-id-key';

/**
 * The key under which names of users are hashed in logs; empty where they are not.
 *
 * @throws {UsageError} where it can't be kept or read
 */
export function userIdKey(config: Pick<Config, 'hashUserIds' | 'stateFolder'>): string {
  if (!config.hashUserIds) return '';
  return keptSecret(config, FILE, 'choose another --state-folder');
}
