import type { Clock } from '../session/index.ts';
import type { Socket, SocketHandler } from './socket.ts';

/** Control frames of a client that may come at once; no library sends more than one in several seconds. */
const BURST = 100;
/** How fast they are earned again, in frames a second. */
const PER_SECOND = 10;

/**
 * Counts the control frames of one client: pings and pongs. Each is answered, or looked at, as soon as it is read,
 * and 80,000 of them fit into one read; so whoever sends many is cut off within that read.
 */
export class ControlBudget {
  #left = BURST;
  #sinceMs = Number.NEGATIVE_INFINITY;
  #isSpent = false;

  /** Charges one that has come. */
  charge(clock: Clock, socket: Socket, handler: SocketHandler | undefined): void {
    if (this.#isSpent) {
      // The close waits for something to go out, and meanwhile more come.
      socket.terminate();
      return;
    }
    const now = clock.monotonic();
    const earned = ((now - this.#sinceMs) / 1000) * PER_SECOND;
    this.#left = Math.min(BURST, this.#left + earned) - 1;
    this.#sinceMs = now;
    if (this.#left >= 0) return;
    this.#isSpent = true;
    handler?.flooded();
  }
}
