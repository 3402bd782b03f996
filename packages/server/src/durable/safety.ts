import type { Session } from '../session/index.ts';

/** What is known of a session to be safe: up to which frame, and when all of it was. */
export class Safety {
  readonly #session: Pick<Session, 'requests'>;
  /** The frames of the newest checkpoint that was written; -1 before the first. */
  #requests = -1;
  #wholeMs: number;

  /** @param nowMs of the clock's monotonic time, as all times here */
  constructor(session: Pick<Session, 'requests'>, nowMs: number) {
    this.#session = session;
    this.#wholeMs = nowMs;
  }

  /** A checkpoint is written that was made at that time. */
  written(requests: number, madeMs: number): void {
    this.#requests = Math.max(this.#requests, requests);
    this.#wholeMs = Math.max(this.#wholeMs, madeMs);
  }

  /** Since when something is not safe, at the earliest; undefined where all is, which is noted. */
  unsafeSince(nowMs: number): number | undefined {
    if (this.#session.requests !== this.#requests) return this.#wholeMs;
    this.#wholeMs = nowMs;
    return undefined;
  }
}
