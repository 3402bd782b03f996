import type { Peer } from 'crossws';
import type { Socket } from '../stream/index.ts';

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
  readonly closesInOrder = true;
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

/**
 * The socket under a peer. crossws hides it behind a proxy; pausing, corking and pings by hand need
 * the thing itself. The one place that reaches for it.
 */
export function socketOf(peer: Peer): Socket {
  return new NodeSocket(
    (peer as unknown as { readonly _internal: { readonly ws: WsSocket } })._internal.ws,
  );
}
