import { isIP } from 'node:net';

/** Who makes a request. A caller can forge the headers, but not the peer's address. */
export interface Caller {
  readonly headers: Headers;
  /** Address of the other end of the connection. */
  readonly peer: string | undefined;
}

/** Headers by which proxies say that they forward a request. */
const FORWARDING_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

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
  return isLoopbackAddress(peer) && !FORWARDING_HEADERS.some((name) => headers.has(name));
}

/** The host that the caller names; undefined for old clients, which name none. */
export function hostOf({ headers }: Caller): URL | undefined {
  const host = headers.get('host');
  // A malformed host must not count as no host.
  return host === null ? undefined : (URL.parse(`http://${host}`) ?? new URL('http://invalid.'));
}

/** Whether a host name or address, as written in a URL, always means this machine. */
export function isLoopbackName(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true;
  return isLoopbackAddress(hostname.replace(/^\[(.*)\]$/, '$1'));
}

function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  const mapped = address.replace(/^::ffff:/i, '');
  return mapped === '::1' || (isIP(mapped) === 4 && mapped.startsWith('127.'));
}
