import { CLOSE_REASONS, type CloseReason } from '@stepstream/protocol';
import type { Clock, Timer } from '../session/index.ts';
import type { Socket } from './socket.ts';

/** How long a client that is to be closed gets to read what is on its way, in milliseconds. */
const CLOSE_TIMEOUT_MS = 10_000;

/** Closes a socket once what was sent before has gone out, but does not wait for ever. */
export class OrderlyClose {
  readonly #socket: Socket;
  readonly #clock: Clock;
  #waiting: { readonly close: () => void; readonly timeout: Timer } | undefined;

  constructor(socket: Socket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
  }

  close(reason: CloseReason): void {
    const socket = this.#socket;
    const close = () => socket.close(CLOSE_REASONS[reason].code, reason);
    // Read from it again, or the client's own close frame would never be seen.
    if (socket.isPaused) socket.resume();
    const isAllOut = socket.getBufferedAmount() === 0;
    // Node tells that all is out only of what filled its buffer.
    if (isAllOut || socket.closesInOrder) close();
    if (isAllOut) return;
    const timeout = this.#clock.after(CLOSE_TIMEOUT_MS, () => socket.terminate());
    this.#waiting = { close, timeout };
  }

  /** What was sent has gone out. */
  drained(): void {
    if (this.#waiting && this.#socket.getBufferedAmount() === 0) this.#waiting.close();
  }

  /** The socket is closed, by whomever. */
  closed(): void {
    this.#waiting?.timeout.cancel();
  }
}
