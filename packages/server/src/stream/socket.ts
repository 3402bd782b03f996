import type { Peer } from 'crossws';

/**
 * A WebSocket of whichever runtime, as streams and viewers use it. Bun's own socket is one as it is;
 * what Node's `ws` calls otherwise, {@link NodeSocket} translates. Both take text and never throw.
 */
export interface Socket {
  send(text: string): unknown;
  close(code?: number, reason?: string): void;
  /** Cuts the connection, without a close frame. */
  terminate(): void;
  /** Bytes that were sent and have not gone out. */
  getBufferedAmount(): number;
  readonly isPaused: boolean;
  /** Reads nothing more, so that TCP slows the other side down. */
  pause(): void;
  resume(): void;
  /** Lets what `work` sends go out in one write. */
  cork(work: () => void): void;
  ping(): unknown;
}

/** What is behind a socket: a client's stream, or somebody who watches. */
export interface SocketHandler {
  /** The socket is open. */
  open(): void;
  /** A frame has come. */
  receive(frame: string | Uint8Array): void;
  /** What was sent has gone out. */
  drained(): void;
  /** The socket is closed, by whomever. */
  closed(): void;
}

/** The part of a socket of `ws` that crossws does not reach. */
interface WsSocket {
  readonly bufferedAmount: number;
  readonly isPaused: boolean;
  readonly _socket?: { cork(): void; uncork(): void } | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  terminate(): void;
  pause(): void;
  resume(): void;
  ping(): void;
}

/** A socket of Node's `ws`. */
class NodeSocket implements Socket {
  readonly #ws: WsSocket;

  constructor(ws: WsSocket) {
    this.#ws = ws;
  }

  get isPaused(): boolean {
    return this.#ws.isPaused;
  }

  send(text: string): void {
    this.#ws.send(text);
  }

  close(code?: number, reason?: string): void {
    this.#ws.close(code, reason);
  }

  terminate(): void {
    this.#ws.terminate();
  }

  getBufferedAmount(): number {
    return this.#ws.bufferedAmount;
  }

  pause(): void {
    this.#ws.pause();
  }

  resume(): void {
    this.#ws.resume();
  }

  cork(work: () => void): void {
    const tcp = this.#ws._socket;
    tcp?.cork();
    try {
      work();
    } finally {
      tcp?.uncork();
    }
  }

  ping(): void {
    this.#ws.ping();
  }
}

/** What crossws keeps of a socket. */
interface PeerInside {
  readonly ws: (Socket | WsSocket) & { readonly data?: { request?: Request | undefined } };
  request?: Request | undefined;
}

/**
 * The socket under a peer. crossws hides it behind a proxy; pausing, corking and pings by hand need
 * the thing itself. The one place that reaches for it.
 *
 * The request of the upgrade, which crossws keeps for as long as the socket lives, is let go: it takes
 * more than a kilobyte a connection, and has been judged.
 */
export function socketOf(peer: Peer): Socket {
  const inside = (peer as unknown as { readonly _internal: PeerInside })._internal;
  const { ws } = inside;
  inside.request = undefined;
  if (ws.data) ws.data.request = undefined;
  return 'cork' in ws ? ws : new NodeSocket(ws);
}
