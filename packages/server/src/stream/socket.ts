/**
 * A WebSocket of whichever runtime, as streams and viewers use it. Bun's own socket is one as it is; what
 * Node's calls otherwise, `adapters/node-socket.ts` translates. Both take text and never throw.
 */
export interface Socket {
  /** Whether a close waits by itself until what was sent before it has gone out. Bun's does not. */
  readonly closesInOrder?: boolean;
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
  /** The other side has answered a ping. */
  ponged?(): void;
  /** More frames have come at once than any client has reason to send. */
  flooded(): void;
  /** The socket is closed, by whomever. */
  closed(): void;
}

/** What becomes of a request for a WebSocket that may have one. */
export interface Admission {
  /** The subprotocol that is chosen, if the client offered one that we speak. */
  readonly protocol: string | undefined;
  /** Makes what is behind the socket. */
  accept(socket: Socket): SocketHandler;
}

/** Told of each socket that opens or closes. */
export interface SocketObserver {
  opened(socket: Socket): void;
  closed(socket: Socket): void;
}

/** Several that are told of each socket, as one. */
export function observers(...all: readonly SocketObserver[]): SocketObserver {
  return {
    opened(socket) {
      for (const one of all) one.opened(socket);
    },
    closed(socket) {
      for (const one of all) one.closed(socket);
    },
  };
}
