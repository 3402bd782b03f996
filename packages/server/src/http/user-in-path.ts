import { isUserId, MAX_USER_ID_LENGTH } from '@stepstream/protocol';
import type { Context } from 'hono';
import type { ParameterDescription } from './document-route.ts';
import { requestUrl } from './request-url.ts';

/** The parameter of routes below `/users/:id`, for the documents. */
export const USER_PARAMETER: ParameterDescription = {
  name: 'id',
  in: 'path',
  description: 'The name of the user, escaped as in any URL.',
  maxLength: MAX_USER_ID_LENGTH,
};

/**
 * The user whom a path below `/users/` names; undefined where no user can have that name. What is not UTF-8 is
 * no name, where Hono would take it as it stands.
 */
export function userInPath(c: Context): string | undefined {
  const [, , name = ''] = requestUrl(c.req.raw).pathname.split('/');
  try {
    const userId = decodeURIComponent(name);
    return isUserId(userId) ? userId : undefined;
  } catch {
    return undefined;
  }
}
