import { randomBytes } from 'node:crypto';
import { type Config, ConfigError } from '../config.ts';
import { resolveOptions } from '../engine/options.ts';
import { parseStoreUrl } from '../store/index.ts';
import { adminMode } from './admin-mode.ts';
import { readKeyPair } from './key-pair.ts';

/**
 * Whether a server would take settings together, as far as that can be told without opening a port or a store. Files
 * that they name are read; nothing is written.
 *
 * @throws {ConfigError} for the first that does not go with another
 * @throws {StoreError} for the URL of a store that is none
 * @throws {TlsError} for a certificate that can't be used
 */
export function checkOptions(config: Config): void {
  const kind = config.store === '' ? 'sqlite' : parseStoreUrl(config.store).kind;
  if (config.historyStore !== '') parseStoreUrl(config.historyStore);
  const isShared = kind === 'postgres' || kind === 'redis';
  checkCluster(config.cluster, isShared);
  adminMode(config.admin, {
    ...config,
    hasMorePorts: config.lan || config.adminPort !== 'none',
    sharesStore: isShared,
  });
  if (config.tlsCert || config.tlsKey) readKeyPair(config.tlsCert, config.tlsKey);
  const { authJwks, authSecret, authSecretFile } = config;
  // The server would make one and keep it.
  const makesSecret = config.auth === 'token' && !(authJwks || authSecret || authSecretFile);
  const secret = makesSecret ? randomBytes(32).toString('base64url') : authSecret;
  const { store: _place, ...options } = config;
  resolveOptions({ ...options, authSecret: secret });
}

/** @throws {ConfigError | StoreError} for an address that can't be read, and for servers that would not keep sessions in one place */
function checkCluster(url: string, isShared: boolean): void {
  if (url === '' || url === 'none') return;
  parseStoreUrl(url);
  if (!isShared) {
    throw new ConfigError(
      '--cluster needs a --store that servers share: redis://… or postgres://…',
    );
  }
}
