import { isIP } from 'node:net';

/**
 * An address as it is compared: IPv6 in its shortest form, and IPv4 within IPv6 (`::ffff:127.0.0.1` or `::ffff:7f00:1`)
 * as the IPv4 address that it is. A zone (`%eth0`) is left out.
 *
 * @returns undefined where the text is no address
 */
export function plainAddress(text: string): string | undefined {
  const bare = text.replace(/%.*$/, '');
  const version = isIP(bare);
  if (version !== 6) return version === 4 ? bare : undefined;
  const short = URL.parse(`http://[${bare}]`)?.hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(short ?? '') ?? [];
  if (high === undefined || low === undefined) return short;
  return [high, low]
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');
}

/** Whether an address is one of this machine's own, in whichever form it is written. */
export function isLoopbackAddress(address: string | undefined): boolean {
  const plain = address === undefined ? undefined : plainAddress(address);
  return plain === '::1' || plain?.startsWith('127.') === true;
}
