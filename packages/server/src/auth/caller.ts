import { isLoopbackAddress } from './ip-address.ts';

/** Who makes a request. A caller can forge the headers, but not the peer's address. */
export interface Caller {
  readonly headers: Headers;
  /** Address of the other end of the connection. */
  readonly peer: string | undefined;
}

/** Headers by which proxies say that they forward a request. */
const FORWARDING_HEADERS = [
  ...['forwarded', 'via', 'x-real-ip', 'x-client-ip', 'true-client-ip', 'cf-connecting-ip'],
  ...['for', 'host', 'port', 'proto', 'server'].map((what) => `x-forwarded-${what}`),
];

/** A host and perhaps a port, as programs write them that mean what they say. */
const HOST = /^(\[[\da-f:.]+\]|[a-z\d._-]+)(?::\d{1,5})?$/i;

/**
 * Whether a request comes from this machine: over loopback, to a name of loopback, and not
 * forwarded.
 *
 * The peer's address alone is not enough. A reverse proxy on this machine also connects over
 * loopback, but names the public host or says that it forwards. And a hostile page whose name points
 * to 127.0.0.1 (DNS rebinding) still names its own host.
 */
export function isLocal(caller: Caller): boolean {
  if (!isDirect(caller)) return false;
  const host = hostOf(caller);
  return host === undefined || isLoopbackName(host.hostname);
}

/** Whether the other end of the connection is on this machine, and does not say that it forwards. */
export function isDirect({ headers, peer }: Caller): boolean {
  if (!isLoopbackAddress(peer) || isHalfUpgrade(headers)) return false;
  return !FORWARDING_HEADERS.some((name) => headers.has(name));
}

/**
 * Whether a request offers an upgrade, but to nothing. No program does; a proxy does with every plain request, if it
 * was given the recipe of nginx's manual for WebSockets, which says nothing else of forwarding. It spares visitors from
 * being operators, and stops nobody who knows of it: the rule behind a proxy is `--public-url`.
 */
function isHalfUpgrade(headers: Headers): boolean {
  return /\bupgrade\b/i.test(headers.get('connection') ?? '') && !headers.has('upgrade');
}

/** Whether a proxy says that the browser's own connection is encrypted. */
export function saysHttps(headers: Headers): boolean {
  return headers.get('x-forwarded-proto') === 'https';
}

/** The host that the caller names; undefined for old clients, which name none. */
export function hostOf({ headers }: Caller): URL | undefined {
  const host = headers.get('host');
  // A malformed host must not count as no host.
  return host === null ? undefined : (parseHost(host) ?? new URL('http://invalid.'));
}

/**
 * A host as it was written. A URL would make 127.0.0.1 of `2130706433` and `0x7f.1`, and localhost of
 * `evil@localhost`: no browser writes that, and whoever does wants to be taken for somebody else.
 */
function parseHost(host: string): URL | undefined {
  const name = HOST.exec(host)?.[1]?.toLowerCase();
  const url = name === undefined ? null : URL.parse(`http://${host}`);
  if (!url || name === undefined) return undefined;
  return name.startsWith('[') || url.hostname === name ? url : undefined;
}

/** Whether a host name or address, as a URL has it, always means this machine. */
export function isLoopbackName(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true;
  return isLoopbackAddress(hostname.replace(/^\[(.*)\]$/, '$1'));
}
