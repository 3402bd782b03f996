import type { Server, WebSocketHandler } from 'bun';
import type { BunServer, BunWebSocket } from '../engine/bun-transport.ts';
import type { KeyPair } from './key-pair.ts';
import { ListenError } from './listen-error.ts';

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

/** What happens to requests and sockets, whichever listener they reach. */
export interface ListenerHandlers {
  readonly websocket: BunWebSocket;
  fetch(request: Request, server: BunServer): Promise<Response | undefined>;
  error(error: Error): Response;
}

/** The open listeners of a server. */
export interface Listeners {
  /** Host and port, as in `127.0.0.1:8000`. */
  readonly authority: string;
  /** Where others on the local network find the server, such as `https://192.168.1.2:8443`. */
  readonly lanUrl: string | undefined;
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
  const main = listen('main', handlers, host, port, tls);
  const servers = [main];
  let lanUrl: string | undefined;
  if (network) {
    try {
      const second = listen('network', handlers, ALL_ADDRESSES, network.port, network.tls);
      servers.push(second);
      lanUrl = `https://${formatHost(network.address)}:${second.port}`;
    } catch (error) {
      main.stop(true);
      throw error;
    }
  }
  return {
    authority: `${formatHost(host)}:${main.port}`,
    lanUrl,
    pendingWebSockets: () => servers.reduce((sum, server) => sum + server.pendingWebSockets, 0),
    async close() {
      await Promise.all(servers.map((server) => server.stop(true)));
    },
  };
}

function listen(
  listener: ListenError['listener'],
  handlers: ListenerHandlers,
  hostname: string,
  port: number,
  tls: KeyPair | undefined,
): Server<unknown> {
  try {
    return Bun.serve({
      fetch: (request, server) => handlers.fetch(request, server as unknown as BunServer),
      websocket: handlers.websocket as unknown as WebSocketHandler<unknown>,
      error: handlers.error,
      hostname,
      port,
      ...(tls && { tls }),
    });
  } catch (error) {
    throw new ListenError(`${hostname}:${port}`, listener, error);
  }
}

/** An IPv6 address goes into brackets in a URL. */
function formatHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
