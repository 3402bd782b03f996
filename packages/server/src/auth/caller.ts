import { isIP } from 'node:net';

/** Who asks. Only the peer's address can't be made up by whoever asks. */
export interface Caller {
  readonly headers: Headers;
  /** Address of the other end of the connection. */
  readonly peer: string | undefined;
}

/** Headers by which proxies tell that they ask for somebody else. */
const FORWARDING_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Whether somebody on this machine asks: over loopback, under a name of loopback, and for nobody
 * else.
 *
 * The address alone does not tell. A reverse proxy on this machine asks over loopback for the whole
 * world; it names the host that was asked for, or says that it forwards. And a hostile page whose
 * name has been pointed to 127.0.0.1 (DNS rebinding) still names its own host.
 */
export function isLocal(caller: Caller): boolean {
  if (!isDirect(caller)) return false;
  const host = hostOf(caller);
  return host === undefined || isLoopbackName(host.hostname);
}

/** Whether the other end of the connection is on this machine, and says nothing of forwarding. */
export function isDirect({ headers, peer }: Caller): boolean {
  return isLoopbackAddress(peer) && !FORWARDING_HEADERS.some((name) => headers.has(name));
}

/** The host that was asked for, where the caller names one; undefined for old clients that do not. */
export function hostOf({ headers }: Caller): URL | undefined {
  const host = headers.get('host');
  // What is no host at all must not count as none.
  return host === null ? undefined : (URL.parse(`http://${host}`) ?? new URL('http://invalid.'));
}

/** Whether a name or address, as it stands in a URL, means this machine and no other. */
export function isLoopbackName(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true;
  return isLoopbackAddress(hostname.replace(/^\[(.*)\]$/, '$1'));
}

function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  const mapped = address.replace(/^::ffff:/i, '');
  return mapped === '::1' || (isIP(mapped) === 4 && mapped.startsWith('127.'));
}
