import type { ClientClock } from './options.ts';

/** Gathers samples for an interval, from the first one on. */
export class BatchTimer {
  readonly #options: { readonly clock: ClientClock; readonly batchInterval: number };
  readonly #onEnd: () => void;
  #timer: unknown;

  constructor(
    options: { readonly clock: ClientClock; readonly batchInterval: number },
    onEnd: () => void,
  ) {
    this.#options = options;
    this.#onEnd = onEnd;
  }

  /** Whether samples are gathered. */
  get running(): boolean {
    return this.#timer !== undefined;
  }

  start(): void {
    const { clock, batchInterval } = this.#options;
    this.#timer ??= clock.setTimeout(this.#onEnd, batchInterval);
  }

  stop(): void {
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
