import type { Access } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { problem } from './problem.ts';

/** What pages of other origins may send; a browser asks before it does. */
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, POST, DELETE',
  'access-control-allow-headers': 'authorization, content-type, last-event-id, x-request-id',
  // Ten minutes, as long as one kind of browser keeps it.
  'access-control-max-age': '600',
};
/** What they may read, beside what every page may. */
const EXPOSED = 'content-disposition, retry-after, www-authenticate, x-request-id';

/**
 * Answers a request in place of whoever it is for: a web page that may not use this server, and a browser that asks
 * on behalf of one that may (a preflight of CORS).
 *
 * @returns undefined for any other request
 */
export function answerForeignPage(
  request: Request,
  caller: Caller,
  access: Pick<Access, 'originAllowed'>,
): Response | undefined {
  if (!access.originAllowed(caller)) return problem('origin_not_allowed');
  const { headers, method } = request;
  const isPreflight = headers.has('origin') && headers.has('access-control-request-method');
  if (method !== 'OPTIONS' || !isPreflight) return undefined;
  return new Response(null, { status: 204, headers: PREFLIGHT });
}

/**
 * Lets the page that asked read an answer. Its browser is not to send cookies along, so nothing is said of
 * credentials; a page of another origin sends a token.
 *
 * @param isAllowed whether the request came from a page that may use this server, or from none
 */
export function shareWithPage(response: Response, request: Request, isAllowed: boolean): Response {
  const { headers } = response;
  headers.append('vary', 'Origin');
  const origin = request.headers.get('origin');
  if (origin === null || !isAllowed) return response;
  headers.set('access-control-allow-origin', origin);
  headers.set('access-control-expose-headers', EXPOSED);
  return response;
}
