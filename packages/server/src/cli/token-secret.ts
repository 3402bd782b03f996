import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, defaultStateFolder } from '../index.ts';
import { isTokenSecret } from '../settings/index.ts';
import { UsageError } from './terminal/usage-error.ts';

/** The file in the state folder that holds the secret of tokens, where no other is named. */
const FILE = 'auth-secret';

/** The settings that name a secret. */
export type SecretConfig = Pick<
  Config,
  'auth' | 'authJwks' | 'authSecret' | 'authSecretFile' | 'stateFolder'
>;

/**
 * The configuration with a secret of tokens, where tokens are wanted and nothing else proves them: the one in the state
 * folder, which is made when it is first needed.
 *
 * @throws {UsageError} where it can't be kept or read
 */
export function withTokenSecret<Given extends SecretConfig>(config: Given): Given {
  const { auth, authJwks, authSecret, authSecretFile, stateFolder } = config;
  if (auth !== 'token' || authJwks || authSecret || authSecretFile) return config;
  return { ...config, authSecret: keptSecret(stateFolder || defaultStateFolder(process.env)) };
}

function keptSecret(folder: string): string {
  const path = join(folder, FILE);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Of two that begin at the same time, one makes it.
    writeFileSync(path, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    if (code !== 'EEXIST') {
      const help = 'choose another --state-folder, or name a secret with --auth-secret-file';
      throw new UsageError(`cannot keep the secret of tokens in ${path} (${code}): ${help}`);
    }
  }
  const secret = readFileSync(path, 'utf8').trim();
  if (isTokenSecret(secret)) return secret;
  throw new UsageError(`${path} holds no secret of tokens: remove it, and it is made anew`);
}
