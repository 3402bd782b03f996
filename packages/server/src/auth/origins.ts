import { isIP } from 'node:net';
import { type Caller, hostOf, isDirect, isLoopbackName } from './caller.ts';

/** Allows pages of any origin. */
const ANY = '*';

/** Tells whether the web page that asks, if a web page asks, may use this server. */
export type OriginPolicy = (caller: Caller) => boolean;

/**
 * Makes the policy. Callers that name no origin are no web pages of others: apps, scripts, and
 * addresses typed by hand. Pages of this machine and of this server may; others must be listed.
 *
 * @param allowed - origins beside those, as {@link normaliseOrigins} gives them
 */
export function createOriginPolicy(allowed: string): OriginPolicy {
  const listed = new Set(allowed.split(',').filter((origin) => origin !== ''));
  return (caller) => {
    const origin = caller.headers.get('origin');
    if (origin === null || listed.has(ANY) || listed.has(origin)) return true;
    const url = URL.parse(origin);
    if (!url) return false;
    return isLoopbackName(url.hostname) || isOwn(url, caller);
  };
}

/**
 * Whether a page came from this server: it has the host that it asks. On this machine a name proves
 * nothing, as a hostile one can be pointed to 127.0.0.1 (DNS rebinding); an address does.
 */
function isOwn(origin: URL, caller: Caller): boolean {
  const asked = caller.headers.get('host');
  if (asked === null || withPort(origin) !== withPort(hostOf(caller), origin.protocol))
    return false;
  return !isDirect(caller) || isIP(origin.hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

/** Host and port of an address, the port of the scheme included where none is named. */
function withPort(url: URL | undefined, protocol = url?.protocol): string {
  const usual = protocol === 'https:' ? '443' : '80';
  return `${url?.hostname}:${url?.port || usual}`;
}

/** A list of origins, separated by commas, as browsers would send them; undefined where one is none. */
export function normaliseOrigins(list: string): string | undefined {
  const entries = list.split(',').flatMap((entry) => entry.trim() || []);
  const origins = entries.map(normaliseOrigin);
  return origins.includes(undefined) ? undefined : origins.join(',');
}

function normaliseOrigin(entry: string): string | undefined {
  // `null` is what files and sandboxed pages send.
  if (entry === ANY || entry === 'null') return entry;
  const url = URL.parse(entry);
  const bare = /^[a-z][a-z\d+.-]*:\/\/[^/?#@]+\/?$/i.test(entry);
  return url?.host && bare ? `${url.protocol}//${url.host}` : undefined;
}
