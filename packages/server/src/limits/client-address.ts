import { isIP } from 'node:net';

/** What is known of where a request comes from. Whoever makes it can forge the headers, not the peer. */
export interface RequestOrigin {
  readonly headers: Headers;
  /** Address of the other end of the connection. */
  readonly peer: string | undefined;
}

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
  return plainAddress(told.at(-Math.min(hops, told.length)) ?? '') ?? direct;
}

/** Whom limits count as one: an IPv4 address, or an IPv6 network of 64 bits. */
export function addressGroup(address: string): string {
  if (isIP(address) !== 6) return address;
  return `${expand(address).slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

/** The same, for an address that may not be known; this machine stays what it is. */
export function networkOf(address: string | undefined): string | undefined {
  return address === undefined || isOwnAddress(address) ? address : addressGroup(address);
}

/** Whether an address is of this machine. */
export function isOwnAddress(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
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

/** An address without brackets, port, zone and the prefix of IPv4 within IPv6; undefined where it is none. */
function plainAddress(text: string): string | undefined {
  const bare = text
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .toLowerCase();
  const mapped = /^::ffff:([\d.]+)$/.exec(bare)?.[1] ?? bare;
  return isIP(mapped) === 0 ? undefined : mapped;
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
