import { createHmac, randomBytes } from 'node:crypto';

/** What a user is called in logs. */
export type UserLabel = (userId: string) => string;

/** As many characters of a hash as tell users apart for certain. */
const LENGTH = 22;

/**
 * Calls users by their names, or by a hash of them: the same name has the same hash under the same key, and who has no
 * key can't try names.
 *
 * @param key of the hash; made for this process where none is given
 */
export function createUserLabel(isHashed: boolean, key = ''): UserLabel {
  if (!isHashed) return (userId) => userId;
  const secret = key || randomBytes(32).toString('hex');
  return (userId) => {
    const hash = createHmac('sha256', secret).update(userId).digest('base64url');
    return `user-${hash.slice(0, LENGTH)}`;
  };
}
