import { CLOSE_REASONS, type CloseReason } from '@stepstream/protocol';
import type { Socket, SocketHandler } from '../stream/index.ts';

/** Behind the socket of somebody who gets none, and is told so on it: pages see nothing of a failed handshake. */
export class RefusedSocket implements SocketHandler {
  readonly #socket: Socket;
  readonly #reason: CloseReason;

  constructor(socket: Socket, reason: CloseReason) {
    this.#socket = socket;
    this.#reason = reason;
  }

  open(): void {
    this.#socket.close(CLOSE_REASONS[this.#reason].code, this.#reason);
  }

  receive(): void {}

  drained(): void {}

  flooded(): void {}

  closed(): void {}
}
