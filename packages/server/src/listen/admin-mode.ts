import { defaultAdminMode, type Exposure, isExposed } from '../auth/admin-mode.ts';
import { ConfigError } from '../config.ts';

/**
 * Whether programs on this machine are operators without a token.
 *
 * @param wanted empty where nobody says
 * @throws {ConfigError} where they are to be, and others may reach the server, too
 */
export function adminMode(wanted: '' | 'open' | 'token', exposure: Exposure): 'open' | 'token' {
  if (wanted === 'open' && isExposed(exposure)) {
    throw new ConfigError(
      '--admin=open: expected a server that only this machine can reach, with no proxy in front of it; ' +
        'leave it out, and use the admin token',
    );
  }
  return wanted || defaultAdminMode(exposure);
}
