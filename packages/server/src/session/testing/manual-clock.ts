import type { Clock, Timer } from '../clock.ts';

/** A clock for tests: time stands still until {@link advance} moves it. */
export class ManualClock implements Clock {
  #elapsed = 0;
  #start: number;
  readonly #timers = new Set<{ readonly due: number; readonly callback: () => void }>();

  /** @param start Unix time in milliseconds at which the clock begins */
  constructor(start = 1_700_000_000_000) {
    this.#start = start;
  }

  /** Timers that have neither fired nor been cancelled. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#start + this.#elapsed;
  }

  /** Sets people's clock, and nothing else: by so many milliseconds forward, or back. */
  setBy(milliseconds: number): void {
    this.#start += milliseconds;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  after(delay: number, callback: () => void): Timer {
    const timer = { due: this.#elapsed + delay, callback };
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  }

  /** Moves time on by `milliseconds`, firing each timer at its moment, in order. */
  advance(milliseconds: number): void {
    const end = this.#elapsed + milliseconds;
    for (;;) {
      const next = [...this.#timers].sort((a, b) => a.due - b.due)[0];
      if (!next || next.due > end) break;
      this.#elapsed = Math.max(this.#elapsed, next.due);
      this.#timers.delete(next);
      next.callback();
    }
    this.#elapsed = end;
  }
}
