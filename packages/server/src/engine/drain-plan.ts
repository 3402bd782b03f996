/** Over how many seconds clients are let go of; `auto` has it depend on how many there are. */
export type DrainSpread = number | 'auto';

/** What `auto` allows for each client, and at most, in milliseconds. */
const AUTO_MS_A_CLIENT = 5;
const MAX_AUTO_MS = 5000;
/** A server that is started again is there within this time of its end. */
const RESTART_MS = 2000;
/**
 * No client waits longer than this for the end of a server that lets go of others, nor longer than this on top of it.
 * Who drains for longer has other servers; and a session is not kept for ever.
 */
const MAX_WAIT_MS = 10_000;
const MAX_RETURN_SPREAD_MS = 30_000;
/** Multiples of it, taken modulo 1, lie evenly however many of them there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** When each of so many clients is let go of, and told to come back. All in milliseconds since the first. */
export class DrainPlan {
  readonly #count: number;
  readonly #spreadMs: number;
  readonly #returnSpreadMs: number;

  constructor(count: number, spread: DrainSpread) {
    const auto = Math.min(count * AUTO_MS_A_CLIENT, MAX_AUTO_MS);
    this.#count = count;
    this.#spreadMs = spread === 'auto' ? auto : spread * 1000;
    // Whoever is let go of at once need not come back at once.
    this.#returnSpreadMs = Math.min(Math.max(this.#spreadMs, auto), MAX_RETURN_SPREAD_MS);
  }

  /** When the client of this index, from 0, is let go of. */
  moment(index: number): number {
    return (this.#spreadMs * index) / this.#count;
  }

  /**
   * How long the client of this index is to wait, if it is told now: until this server is gone and another in its
   * place, and then until its own moment.
   */
  reconnectAfter(index: number, now: number): number {
    const untilGone = Math.min(Math.max(this.#spreadMs - now, 0), MAX_WAIT_MS) + RESTART_MS;
    return Math.round(untilGone + this.#returnSpreadMs * ((index * GOLDEN) % 1));
  }
}
