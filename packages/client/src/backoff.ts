/**
 * Exponential back-off with full jitter: a random part of a span that doubles with each failure, so
 * that clients that lost their server together do not come back together.
 * (Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.)
 */
export class Backoff {
  #failures = 0;
  readonly #options: { readonly minDelay: number; readonly maxDelay: number; random(): number };

  constructor(options: { readonly minDelay: number; readonly maxDelay: number; random(): number }) {
    this.#options = options;
  }

  /** Milliseconds to wait before the next attempt. */
  next(): number {
    const { minDelay, maxDelay, random } = this.#options;
    const span = Math.min(maxDelay, minDelay * 2 ** this.#failures);
    this.#failures++;
    return random() * span;
  }

  /** The link works: the next failure is a first one. */
  reset(): void {
    this.#failures = 0;
  }
}
