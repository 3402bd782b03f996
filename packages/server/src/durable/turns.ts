import type { Clock, Timer } from '../session/index.ts';

/** Between turns, in milliseconds, unless the whole round is too short for it. */
const TICK_MS = 50;
/** A round has at least so many. */
const MIN_TICKS = 4;

/**
 * Gives each of many their turn, once a round, and spreads them evenly over it, however they came: those that come
 * at once don't have their turns at once. There is no timer while there is nobody.
 */
export class Turns<Item> {
  readonly #clock: Clock;
  readonly #tickMs: number;
  readonly #onTurn: (item: Item) => void;
  readonly #ticks: readonly Set<Item>[];
  readonly #tickOf = new Map<Item, Set<Item>>();
  /** Whose turn is next, and where the next one goes. */
  #now = 0;
  #next = 0;
  #timer: Timer | undefined;

  /** @param onTurn must not throw */
  constructor(clock: Clock, roundMs: number, onTurn: (item: Item) => void) {
    const ticks = Math.max(Math.round(roundMs / TICK_MS), MIN_TICKS);
    this.#clock = clock;
    this.#tickMs = roundMs / ticks;
    this.#onTurn = onTurn;
    this.#ticks = Array.from({ length: ticks }, () => new Set());
  }

  /** From now on it has its turns. */
  add(item: Item): void {
    if (this.#tickOf.has(item)) return;
    const tick = this.#ticks[this.#next] as Set<Item>;
    this.#next = (this.#next + 1) % this.#ticks.length;
    tick.add(item);
    this.#tickOf.set(item, tick);
    this.#watch();
  }

  /** It has no turns any more. */
  delete(item: Item): void {
    this.#tickOf.get(item)?.delete(item);
    this.#tickOf.delete(item);
    if (this.#tickOf.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #watch(): void {
    this.#timer ??= this.#clock.after(this.#tickMs, () => {
      this.#timer = undefined;
      const tick = this.#ticks[this.#now] as Set<Item>;
      this.#now = (this.#now + 1) % this.#ticks.length;
      for (const item of tick) this.#onTurn(item);
      if (this.#tickOf.size > 0) this.#watch();
    });
  }
}
