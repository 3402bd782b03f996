import type { Clock } from '../session/index.ts';
import type { Crowd, Member } from './crowd.ts';
import type { Socket } from './socket.ts';

/** One client in the {@link Crowd}: since when it is there, and when it was heard of. */
export class Presence implements Member {
  readonly openedMs: number;
  lastSignMs: number;
  readonly #crowd: Crowd;
  readonly #clock: Clock;
  readonly #socket: Socket;
  readonly #onGiveWay: () => void;
  #hasSpoken = false;

  /** @param onGiveWay closes the connection, for others need its room */
  constructor(
    { crowd, clock }: { readonly crowd: Crowd; readonly clock: Clock },
    socket: Socket,
    onGiveWay: () => void,
  ) {
    this.openedMs = this.lastSignMs = clock.monotonic();
    this.#crowd = crowd;
    this.#clock = clock;
    this.#socket = socket;
    this.#onGiveWay = onGiveWay;
    crowd.add(this);
  }

  /** A frame has come; returns the time. */
  spoke(): number {
    if (!this.#hasSpoken) this.#crowd.spoke(this);
    this.#hasSpoken = true;
    return this.ponged();
  }

  /** The client has given a sign of life; returns the time. */
  ponged(): number {
    this.lastSignMs = this.#clock.monotonic();
    return this.lastSignMs;
  }

  ping(): void {
    this.#socket.ping();
  }

  giveWay(): void {
    this.#onGiveWay();
  }

  /** The socket is closed. */
  leave(): void {
    this.#crowd.remove(this);
  }
}
