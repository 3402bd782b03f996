import { networkInterfaces } from 'node:os';

/** Interfaces that lead to containers, virtual machines and tunnels, where no phone is. */
const VIRTUAL =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|utun|wg|tailscale|zt|lxc|cni|flannel)/;

/** An address of an interface, as `networkInterfaces()` of `node:os` tells it. */
interface InterfaceAddress {
  readonly address: string;
  readonly family: string;
  readonly internal: boolean;
}

/** This machine's IPv4 addresses on networks that others are on, the likeliest for a phone first. */
export function lanAddresses(
  interfaces: Readonly<
    Record<string, readonly InterfaceAddress[] | undefined>
  > = networkInterfaces(),
): string[] {
  return Object.entries(interfaces)
    .flatMap(([name, addresses]) =>
      (addresses ?? [])
        .filter(({ family, internal }) => family === 'IPv4' && !internal)
        .map(({ address }) => ({ address, rank: rank(name, address) })),
    )
    .sort((a, b) => a.rank - b.rank)
    .map(({ address }) => address);
}

/** Home and office networks first, other addresses next, virtual networks last. */
function rank(name: string, address: string): number {
  if (VIRTUAL.test(name) || address.startsWith('169.254.')) return 2;
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address) ? 0 : 1;
}
