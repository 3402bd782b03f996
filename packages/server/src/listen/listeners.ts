import type { Offer } from '../auth/operator.ts';
import type { KeyPair } from './key-pair.ts';
import { type ListenAddress, Listener, type ListenerHandlers } from './listener.ts';
import { TlsError } from './tls-error.ts';

/** The second listener of a server: for the local network, where browsers want HTTPS. */
export interface NetworkOptions {
  readonly port: number;
  readonly tls: KeyPair;
  /** This machine's address on that network, under which others find it. */
  readonly address: string;
  /** Whether browsers have no reason to trust the certificate. */
  readonly selfSigned: boolean;
}

/** Where a server is to listen. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: KeyPair | undefined;
  readonly network: NetworkOptions | undefined;
  /** Whether other processes listen there, too. */
  readonly isShared: boolean;
  /** Where operators have a port of their own, if they do. */
  readonly admin: { readonly host: string; readonly port: number } | undefined;
}

/** What happens on each way into a server. */
export type HandlersFor = (offer: Offer) => ListenerHandlers;

/** The open listeners of a server. */
export interface Listeners {
  /** Host and port, as in `127.0.0.1:8000`. */
  readonly authority: string;
  /** Where others on the local network find the server, such as `https://192.168.1.2:8443`. */
  readonly lanUrl: string | undefined;
  /** Host and port of operators, where they have their own. */
  readonly adminAuthority: string | undefined;
  /**
   * Meets whoever comes from now on with another certificate, wherever HTTPS is spoken; who is connected stays so.
   *
   * @throws {TlsError} when there is none to replace, or this one can't be used
   * @throws {ListenError} when somebody else took a port meanwhile
   */
  useCertificate(certificate: KeyPair): void;
  /** Leaves the ports that are shared to the other processes; who is connected stays so. */
  leaveShared(): void;
  /** Sockets that are open. */
  pendingWebSockets(): number;
  /** Closes them, and whatever is still connected. */
  close(): Promise<void>;
}

const ALL_ADDRESSES = '0.0.0.0';

/**
 * Listens.
 *
 * @throws {ListenError} when an address can't be listened on; nothing is open then
 */
export function openListeners(handlersFor: HandlersFor, options: ListenOptions): Listeners {
  const { host, port, tls, network, admin, isShared } = options;
  const listeners: Listener[] = [];
  const open = (offer: Offer, address: ListenAddress) => {
    const listener = new Listener(handlersFor(admin ? offer : 'everything'), address);
    listeners.push(listener);
    return listener;
  };
  try {
    const main = open('clients', { name: 'main', host, port, tls, isShared });
    const lan = network && { host: ALL_ADDRESSES, port: network.port, tls: network.tls, isShared };
    // Phones need the page.
    const second = lan && open('clients_and_page', { ...lan, name: 'network' });
    const third = admin && open('everything', { ...admin, tls, name: 'admin', isShared });
    return {
      authority: `${formatHost(host)}:${main.port}`,
      lanUrl: network && `https://${formatHost(network.address)}:${second?.port}`,
      adminAuthority: admin && `${formatHost(admin.host)}:${third?.port}`,
      ...together(listeners),
    };
  } catch (error) {
    for (const listener of listeners) void listener.close();
    throw error;
  }
}

/** What is done with all listeners. */
function together(
  listeners: readonly Listener[],
): Pick<Listeners, 'close' | 'leaveShared' | 'pendingWebSockets' | 'useCertificate'> {
  return {
    useCertificate(certificate) {
      const secure = listeners.filter((listener) => listener.certificate);
      if (secure.length === 0) throw new TlsError('this server has no certificate to replace');
      for (const listener of secure) listener.useCertificate(certificate);
    },
    leaveShared() {
      for (const listener of listeners) listener.leave();
    },
    pendingWebSockets: () =>
      listeners.reduce((sum, listener) => sum + listener.pendingWebSockets, 0),
    async close() {
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };
}

/** An IPv6 address goes into brackets in a URL. */
function formatHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
