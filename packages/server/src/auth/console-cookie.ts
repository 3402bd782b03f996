import { createHmac } from 'node:crypto';
import { sameSecret } from './admin-token.ts';
import { type Caller, hostOf, saysHttps } from './caller.ts';
import type { Actor } from './operator.ts';

/** How long a browser need not say the admin token again, in seconds. */
export const COOKIE_SECONDS = 12 * 3600;
/** Methods that change nothing. */
const SAFE_METHODS = new Set(['GET', 'HEAD']);

/** The cookie by which the console's page knows an operator again. */
export interface ConsoleCookie {
  readonly name: string;
  /** A value for an operator, good for {@link COOKIE_SECONDS} or as long as they are known. */
  issue(actor: Actor): { readonly value: string; readonly seconds: number };
  /** Whom a request's cookie is of; undefined where it has none that holds, or comes from another page. */
  actorOf(caller: Caller, method: string): Actor | undefined;
}

/**
 * Makes the cookies of a server. They are signed, not remembered: whoever has the admin token makes and proves the same
 * ones, after a restart or beside this process, and another admin token ends them all.
 *
 * @param now Unix time in milliseconds
 */
export function createConsoleCookie(adminToken: string, now: () => number): ConsoleCookie {
  const key = createHmac('sha256', adminToken).update('stepstream console').digest();
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  // Ports share cookies: two servers on one machine must not take away each other's.
  const name = `stepstream-console-${sign('name').slice(0, 8)}`;
  return {
    name,
    issue({ user, expiresAt = Number.POSITIVE_INFINITY }) {
      const nowSeconds = Math.floor(now() / 1000);
      const exp = Math.min(nowSeconds + COOKIE_SECONDS, Math.floor(expiresAt));
      const text = Buffer.from(JSON.stringify({ exp, user })).toString('base64url');
      return { value: `${text}.${sign(text)}`, seconds: Math.max(exp - nowSeconds, 0) };
    },
    actorOf(caller, method) {
      const value = cookieOf(caller.headers, name);
      if (value === undefined || !comesFromOwnPage(caller, method)) return undefined;
      const [text = '', signature = '', ...rest] = value.split('.');
      if (rest.length > 0 || !sameSecret(sign(text), signature)) return undefined;
      const { exp, user } = JSON.parse(Buffer.from(text, 'base64url').toString()) as {
        readonly exp: number;
        readonly user?: string;
      };
      return exp * 1000 > now() ? { by: 'console', user, expiresAt: exp } : undefined;
    },
  };
}

/**
 * Whether a request that a browser sends a cookie with comes from a page of this server. `SameSite` does not tell:
 * to it, pages of all ports of a host are one site.
 */
function comesFromOwnPage(caller: Caller, method: string): boolean {
  const origin = caller.headers.get('origin');
  if (origin !== null) {
    const url = URL.parse(origin);
    const host = hostOf(caller);
    if (!url || !host) return false;
    // A page that came over HTTP may have been changed on its way. SameSite takes both for one site in some browsers.
    if (saysHttps(caller.headers) && url.protocol !== 'https:') return false;
    // The port that a scheme has by default is in neither, or in the host alone.
    return url.host === host.host || url.host === withoutDefaultPort(host.host, url.protocol);
  }
  const site = caller.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  // Browsers that tell neither send an origin with all that changes something.
  return SAFE_METHODS.has(method);
}

function withoutDefaultPort(host: string, protocol: string): string {
  return host.replace(protocol === 'https:' ? /:443$/ : /:80$/, '');
}

function cookieOf(headers: Headers, name: string): string | undefined {
  for (const pair of (headers.get('cookie') ?? '').split(/; */)) {
    if (pair.startsWith(`${name}=`)) return pair.slice(name.length + 1);
  }
  return undefined;
}
