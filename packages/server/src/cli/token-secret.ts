import type { Config } from '../index.ts';
import { keptSecret } from './kept-secret.ts';

/** The file in the state folder that holds the secret of tokens, where no other is named. */
const FILE = 'auth-secret';

/** The settings that name a secret. */
export type SecretConfig = Pick<
  Config,
  'auth' | 'authJwks' | 'authSecret' | 'authSecretFile' | 'stateFolder'
>;

/**
 * The configuration with a secret of tokens, where tokens are wanted and nothing else proves them: the one in the state
 * folder.
 *
 * @throws {UsageError} where it can't be kept or read
 */
export function withTokenSecret<Given extends SecretConfig>(config: Given): Given {
  const { auth, authJwks, authSecret, authSecretFile } = config;
  if (auth !== 'token' || authJwks || authSecret || authSecretFile) return config;
  const help = 'choose another --state-folder, or name a secret with --auth-secret-file';
  return { ...config, authSecret: keptSecret(config, FILE, help) };
}
