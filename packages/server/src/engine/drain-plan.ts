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
  readonly #hasOthers: boolean;

  /** @param hasOthers whether other servers take those who are let go of: then nobody waits for this one's successor */
  constructor(count: number, spread: DrainSpread, hasOthers: boolean) {
    const auto = Math.min(count * AUTO_MS_A_CLIENT, MAX_AUTO_MS);
    this.#count = count;
    this.#spreadMs = spread === 'auto' ? auto : spread * 1000;
    this.#hasOthers = hasOthers;
    // Whoever is let go of at once need not come back at once. Those who return as they go are spread already.
    const returnSpreadMs = Math.min(Math.max(this.#spreadMs, auto), MAX_RETURN_SPREAD_MS);
    this.#returnSpreadMs = hasOthers && this.#spreadMs > 0 ? 0 : returnSpreadMs;
  }

  /** When the client of this index, from 0, is let go of. */
  moment(index: number): number {
    return (this.#spreadMs * index) / this.#count;
  }

  /**
   * How long the client of this index is to wait, if it is told now: until its own moment, and before, where there is
   * no other server, until this one is gone and another in its place.
   */
  reconnectAfter(index: number, now: number): number {
    const ownMoment = this.#returnSpreadMs * ((index * GOLDEN) % 1);
    if (this.#hasOthers) return Math.round(ownMoment);
    const untilGone = Math.min(Math.max(this.#spreadMs - now, 0), MAX_WAIT_MS) + RESTART_MS;
    return Math.round(untilGone + ownMoment);
  }
}
