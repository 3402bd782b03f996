import type { Server, WebSocketHandler } from 'bun';
import type { BunServer, BunWebSocket } from '../engine/bun-transport.ts';
import type { KeyPair } from './key-pair.ts';
import { ListenError } from './listen-error.ts';
import { TlsError } from './tls-error.ts';

/** What happens to requests and sockets, whichever listener they reach. */
export interface ListenerHandlers {
  readonly websocket: BunWebSocket;
  fetch(request: Request, server: BunServer): Promise<Response | undefined>;
  error(error: Error): Response;
}

/** No body is taken that is longer, whoever wants it; what reads bodies has lower limits of its own. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Where a listener listens, and with which certificate. */
export interface ListenAddress {
  readonly name: ListenError['listener'];
  readonly host: string;
  readonly port: number;
  readonly tls: KeyPair | undefined;
  /** Whether other processes may listen there, too: the system spreads who connects. */
  readonly isShared?: boolean;
}

/**
 * The ciphers of TLS 1.2: with forward secrecy and authenticated encryption, so none of CBC. Those of TLS 1.3 are
 * all such; older versions are refused by the runtime. It is Mozilla's intermediate list without finite-field DHE.
 */
const CIPHERS = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

/** An open port. */
export class Listener {
  readonly #handlers: ListenerHandlers;
  readonly #address: ListenAddress;
  #tls: KeyPair | undefined;
  #server: Server<unknown>;
  /** Those before, whose port is another's now, and who still have connections. */
  readonly #retired = new Set<Server<unknown>>();
  #hasLeft = false;

  /** @throws {ListenError} when the address can't be listened on */
  constructor(handlers: ListenerHandlers, address: ListenAddress) {
    this.#handlers = handlers;
    this.#tls = address.tls;
    this.#server = listen(handlers, address);
    this.#address = { ...address, port: Number(this.#server.port) };
  }

  get port(): number {
    return this.#address.port;
  }

  /** Sockets that are open. */
  get pendingWebSockets(): number {
    let sum = this.#server.pendingWebSockets;
    for (const { pendingWebSockets } of this.#retired) sum += pendingWebSockets;
    return sum;
  }

  /**
   * Meets whoever comes from now on with another certificate; those who are connected stay so. Bun's `reload` leaves
   * certificates as they are, so a second server takes over the port: within 2 ms, in which a connection that is
   * being made may fail.
   *
   * @throws {TlsError} when it can't be used; the one before stays
   * @throws {ListenError} when somebody else took the port meanwhile; the listener is closed then
   */
  useCertificate(tls: KeyPair): void {
    if (this.#hasLeft) return;
    checkCertificate(tls);
    const before = this.#server;
    this.#retired.add(before);
    void before.stop().then(() => this.#retired.delete(before));
    this.#server = listen(this.#handlers, { ...this.#address, tls });
    this.#tls = tls;
  }

  /** The certificate that it meets callers with. */
  get certificate(): KeyPair | undefined {
    return this.#tls;
  }

  /** Takes nobody in any more; who is connected stays so. Only for ports where other processes listen, too. */
  leave(): void {
    if (this.#hasLeft || !this.#address.isShared) return;
    this.#hasLeft = true;
    void this.#server.stop();
  }

  /** Closes the port, and whatever is still connected. */
  async close(): Promise<void> {
    await Promise.all([...this.#retired, this.#server].map((server) => server.stop(true)));
  }
}

/** Lets the runtime judge a certificate, as long as the one before is still in use. */
function checkCertificate(tls: KeyPair): void {
  try {
    const probe = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      tls: tlsOptions(tls),
      fetch: () => new Response(),
    });
    void probe.stop(true);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TlsError(`the certificate can't be used (${reason}): look at both files`, error);
  }
}

function listen(
  handlers: ListenerHandlers,
  { name, host, port, tls, isShared = false }: ListenAddress,
): Server<unknown> {
  try {
    return Bun.serve({
      fetch: (request, server) => handlers.fetch(request, server as unknown as BunServer),
      websocket: handlers.websocket as unknown as WebSocketHandler<unknown>,
      error: handlers.error,
      maxRequestBodySize: MAX_BODY_BYTES,
      hostname: host,
      port,
      reusePort: isShared,
      ...(tls && { tls: tlsOptions(tls) }),
    });
  } catch (error) {
    throw new ListenError(`${host}:${port}`, name, error);
  }
}

function tlsOptions(tls: KeyPair) {
  return { ...tls, ciphers: CIPHERS };
}
