import type { ClientClock } from '@stepstream/client';
import type { ServerOptions } from 'stepstream';

type Clock = NonNullable<ServerOptions['clock']>;

/** Time that a client and a server share, and that passes when told. */
export class VirtualTime {
  #now = 0;
  readonly #timers = new Set<{ readonly due: number; readonly callback: () => void }>();

  /** Milliseconds. */
  get now(): number {
    return this.#now;
  }

  readonly client: ClientClock = {
    now: () => this.#now,
    setTimeout: (callback, milliseconds) => this.#after(milliseconds, callback),
    clearTimeout: (timer) => void this.#timers.delete(timer as never),
  };

  readonly server: Clock = {
    now: () => 1.7e12 + this.#now,
    monotonic: () => this.#now,
    after: (milliseconds, callback) => {
      const timer = this.#after(milliseconds, callback);
      return { cancel: () => void this.#timers.delete(timer) };
    },
  };

  /** Moves on, and calls what is due. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const timer of [...this.#timers]) {
      if (timer.due > this.#now || !this.#timers.delete(timer)) continue;
      timer.callback();
    }
  }

  #after(milliseconds: number, callback: () => void) {
    const timer = { due: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    return timer;
  }
}
