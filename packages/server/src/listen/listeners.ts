import type { KeyPair } from './key-pair.ts';
import { Listener, type ListenerHandlers } from './listener.ts';
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
}

/** The open listeners of a server. */
export interface Listeners {
  /** Host and port, as in `127.0.0.1:8000`. */
  readonly authority: string;
  /** Where others on the local network find the server, such as `https://192.168.1.2:8443`. */
  readonly lanUrl: string | undefined;
  /**
   * Meets whoever comes from now on with another certificate, wherever HTTPS is spoken; who is connected stays so.
   *
   * @throws {TlsError} when there is none to replace, or this one can't be used
   * @throws {ListenError} when somebody else took a port meanwhile
   */
  useCertificate(certificate: KeyPair): void;
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
export function openListeners(handlers: ListenerHandlers, options: ListenOptions): Listeners {
  const { host, port, tls, network } = options;
  const main = new Listener(handlers, { name: 'main', host, port, tls });
  const listeners = [main];
  let lanUrl: string | undefined;
  if (network) {
    const address = { host: ALL_ADDRESSES, port: network.port, tls: network.tls };
    try {
      const second = new Listener(handlers, { ...address, name: 'network' });
      listeners.push(second);
      lanUrl = `https://${formatHost(network.address)}:${second.port}`;
    } catch (error) {
      void main.close();
      throw error;
    }
  }
  return {
    authority: `${formatHost(host)}:${main.port}`,
    lanUrl,
    useCertificate(certificate) {
      const secure = listeners.filter((listener) => listener.certificate);
      if (secure.length === 0) throw new TlsError('this server has no certificate to replace');
      for (const listener of secure) listener.useCertificate(certificate);
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
