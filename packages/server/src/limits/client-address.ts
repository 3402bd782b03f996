import { isIP } from 'node:net';
import { isLoopbackAddress, plainAddress } from '../auth/ip-address.ts';

/** What is known of where a request comes from. Whoever makes it can forge the headers, not the peer. */
export interface RequestOrigin {
  readonly headers: Headers;
  /** Address of the other end of the connection. */
  readonly peer: string | undefined;
}

/** Whoever a proxy speaks for without saying an address (`unknown`, `_hidden`, `unix:`): limits count them as one. */
const UNKNOWN = 'unknown';
/** IPv6 groups that name a network; whoever has one has all addresses in it. */
const NETWORK_GROUPS = 4;

/**
 * The address of the client who makes a request.
 *
 * @param hops proxies of one's own in front of the server. Each adds whom it was connected to; what stands before
 *   those may be forged, so with 0 the headers say nothing
 * @returns undefined where none is known
 */
export function clientAddress({ headers, peer }: RequestOrigin, hops: number): string | undefined {
  const direct = plainAddress(peer ?? '');
  if (hops === 0) return direct;
  const told = forwardedFor(headers);
  // The last was added by the nearest proxy. With fewer than there should be, the first is all that is known.
  const entry = told.at(-Math.min(hops, told.length));
  if (entry === undefined) return direct;
  // Not the proxy's own: one on this machine would exempt all of its clients.
  return plainAddress(bare(entry)) ?? UNKNOWN;
}

/** Whom limits count as one: an IPv4 address, or an IPv6 network of 64 bits. */
export function addressGroup(address: string): string {
  if (isIP(address) !== 6) return address;
  return `${expand(address).slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

/** The same, for an address that may not be known; this machine stays what it is. */
export function networkOf(address: string | undefined): string | undefined {
  return address === undefined || isLoopbackAddress(address) ? address : addressGroup(address);
}

/** Whom proxies were connected to, as they say, the first one first. */
function forwardedFor(headers: Headers): string[] {
  const list = headers.get('x-forwarded-for');
  if (list !== null) return list.split(',').map((entry) => entry.trim());
  const forwarded = headers.get('forwarded');
  if (forwarded === null) return [];
  return forwarded
    .split(',')
    .map((element) => /(?:^|;)\s*for="?([^";]*)"?/i.exec(element)?.[1]?.trim() ?? '');
}

/** What a proxy says of an address, without brackets and port. */
function bare(entry: string): string {
  return entry.replace(/^\[([^\]]*)\](:\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1');
}

/** The eight groups of an IPv6 address. */
function expand(address: string): string[] {
  // An IPv4 address at the end stands for two groups, beyond those that name a network.
  const [left = '', right] = address.replace(/[\d.]+\.\d+$/, '0:0').split('::');
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const before = groups(left);
  const after = right === undefined ? [] : groups(right);
  const zeros = new Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].map((group) => group.replace(/^0+(?=.)/, ''));
}
