import { readFileSync } from 'node:fs';
import type { TokenSettings } from '../auth/tokens/token-verifier.ts';
import { type Config, ConfigError } from '../config.ts';
import { isTokenSecret, SECRET_RULE } from '../settings/index.ts';

/** The settings of tokens, as they are given. */
export type GivenTokenSettings = Pick<
  Config,
  'auth' | 'authAudience' | 'authIssuer' | 'authJwks' | 'authSecret' | 'authSecretFile'
>;

/**
 * Reads the settings of tokens.
 *
 * @returns undefined where none are wanted
 * @throws {ConfigError} where something is missing, or would be passed over: nobody is to believe that tokens are
 *   wanted where they are not
 */
export function readTokenSettings(given: GivenTokenSettings): TokenSettings | undefined {
  const { auth, authAudience, authIssuer, authJwks, authSecret, authSecretFile } = given;
  const proofs = [authSecret, authSecretFile, authJwks].filter((text) => text !== '');
  if (auth === 'none') {
    if (proofs.length + authAudience.length + authIssuer.length === 0) return undefined;
    throw new ConfigError('--auth-… settings need --auth token: add it, or remove them');
  }
  if (proofs.length === 0) {
    throw new ConfigError('--auth token needs --auth-secret, --auth-secret-file or --auth-jwks');
  }
  if (proofs.length > 1) {
    throw new ConfigError(
      '--auth-secret, --auth-secret-file and --auth-jwks: expected one of them',
    );
  }
  const secret = authSecret || (authSecretFile && readSecretFile(authSecretFile));
  if (authJwks === '' && !isTokenSecret(secret)) {
    throw new ConfigError(`${authSecret ? 'authSecret' : authSecretFile}: ${SECRET_RULE}`);
  }
  return { secret, jwksUrl: authJwks, issuer: authIssuer, audience: authAudience };
}

/** The secret in a file; editors end a file with a new line. */
function readSecretFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new ConfigError(`--auth-secret-file: cannot read ${path} (${code})`);
  }
}
