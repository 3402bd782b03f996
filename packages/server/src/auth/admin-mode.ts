import { isLoopbackAddress } from './ip-address.ts';

/** What may let others than programs on this machine reach a server. */
export interface Exposure {
  readonly host: string;
  readonly auth: 'none' | 'token';
  readonly publicUrl: string;
  /** How many proxies are before it. */
  readonly trustProxy: number;
  readonly basePath: string;
  /** Whether it listens on the local network, or has a port of its own for operators. */
  readonly hasMorePorts: boolean;
  /** Whether other servers use its store, too. */
  readonly sharesStore: boolean;
}

/** Whether more is configured than a server for one machine needs. A reverse proxy looks like a program here. */
export function isExposed(exposure: Exposure): boolean {
  const { host, auth, publicUrl, trustProxy, hasMorePorts, sharesStore } = exposure;
  const isLoopback = host === 'localhost' || isLoopbackAddress(host);
  const isPublished = publicUrl !== '' || trustProxy > 0 || hasMorePorts;
  return !isLoopback || auth !== 'none' || isPublished || sharesStore;
}

/** Who operators are, where nobody says: a path below which a proxy serves the server tells that there is one. */
export function defaultAdminMode(exposure: Exposure): 'open' | 'token' {
  return isExposed(exposure) || exposure.basePath !== '' ? 'token' : 'open';
}
