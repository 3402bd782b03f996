import { isIP } from 'node:net';
import { type Caller, hostOf, isDirect, isLoopbackName } from './caller.ts';

/** Allows pages of any origin that has a host. */
const ANY = '*';
/** What files and sandboxed frames send: anybody's, so they are allowed by name only. */
const NAMELESS: ReadonlySet<string> = new Set(['null', 'file://']);

/** Whether a request may come from the web page that it comes from, if it comes from one. */
export type OriginPolicy = (caller: Caller) => boolean;

/**
 * Makes the policy. A caller without an origin is not a foreign web page but an app, a script or an
 * address typed by hand, and is allowed. So are pages of this machine and of this server; others
 * must be listed.
 *
 * @param allowed - origins beside those, as {@link normaliseOrigins} gives them
 */
export function createOriginPolicy(allowed: string): OriginPolicy {
  const listed = new Set(allowed.split(',').filter((origin) => origin !== ''));
  return (caller) => {
    const origin = caller.headers.get('origin');
    if (origin === null || listed.has(origin)) return true;
    const url = URL.parse(origin);
    // No browser writes an origin in another form than this.
    if (!url || NAMELESS.has(origin) || originOf(url) !== origin) return false;
    if (listed.has(ANY)) return true;
    return isLoopbackName(url.hostname) || isOwn(url, caller);
  };
}

/**
 * Whether a page came from this server: its host is the host of the request. Over loopback only an
 * address proves that, as a hostile name can point to 127.0.0.1 (DNS rebinding).
 */
function isOwn(origin: URL, caller: Caller): boolean {
  const asked = caller.headers.get('host');
  if (asked === null || withPort(origin) !== withPort(hostOf(caller), origin.protocol))
    return false;
  return !isDirect(caller) || isIP(origin.hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

/** Host and port of a URL, with the default port of its scheme where it names none. */
function withPort(url: URL | undefined, protocol = url?.protocol): string {
  const usual = protocol === 'https:' ? '443' : '80';
  return `${url?.hostname}:${url?.port || usual}`;
}

/** A list of origins, separated by commas, as browsers send them; undefined if one is malformed. */
export function normaliseOrigins(list: string): string | undefined {
  const entries = list.split(',').flatMap((entry) => entry.trim() || []);
  const origins = entries.map(normaliseOrigin);
  return origins.includes(undefined) ? undefined : origins.join(',');
}

function normaliseOrigin(entry: string): string | undefined {
  if (entry === ANY || NAMELESS.has(entry)) return entry;
  const url = URL.parse(entry);
  const bare = /^[a-z][a-z\d+.-]*:\/\/[^/?#@]+\/?$/i.test(entry);
  return url?.host && bare ? originOf(url) : undefined;
}

/** Also of schemes whose `origin` is `null`, such as those of apps. */
function originOf({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}
