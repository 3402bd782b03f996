import { CLOSE_REASONS, type CloseReason, type ServerMessage } from '@stepstream/protocol';
import type { ServerWebSocket } from 'bun';
import type { Clock, Connection } from '../session/index.ts';
import type { SocketData } from './socket-data.ts';

/** How long a client that is to be closed gets to read what is on its way, in milliseconds. */
const CLOSE_PATIENCE = 10_000;

/** The way to a client over a socket. A close waits for what was sent before it, but not for ever. */
export class SocketConnection implements Connection {
  readonly #socket: ServerWebSocket<SocketData>;
  readonly #clock: Clock;

  constructor(socket: ServerWebSocket<SocketData>, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
  }

  send(message: ServerMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  sendText(json: string): void {
    this.#socket.send(json);
  }

  close(reason: CloseReason): void {
    const socket = this.#socket;
    // The session is over, or has gone on to another connection: this one's end is not its end.
    socket.data.session = undefined;
    const close = () => socket.close(CLOSE_REASONS[reason].code, reason);
    // Its close must be read, even if it is not read from because of what it still has to be served.
    if (socket.isPaused) socket.resume();
    if (socket.getBufferedAmount() === 0) {
      close();
      return;
    }
    const patience = this.#clock.after(CLOSE_PATIENCE, () => socket.terminate());
    socket.data.closing = { close, patience };
  }
}
