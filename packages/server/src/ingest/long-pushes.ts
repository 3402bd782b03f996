import type { Clock } from '../session/index.ts';

/** After a long push no other one is taken for so many times as long as it took. */
const REST_PART = 2;
/** Longest rest, in milliseconds: a machine that was busy with other things is no reason for more. */
const MAX_REST_MS = 200;

/**
 * Takes long pushes one after the other, with rests between them: a text of JSON can't be read in pieces, and every
 * stream waits for it. So however many come, they have a third of the time.
 */
export class LongPushes {
  readonly #clock: Clock;
  #last: Promise<void> = Promise.resolve();
  #waitingBytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Of those that wait, and of the one that is being taken. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /**
   * Has a push taken in its turn.
   *
   * @returns what `work` returns, or rejects with what it throws
   */
  take<Result>(bytes: number, work: () => Promise<Result>): Promise<Result> {
    const clock = this.#clock;
    this.#waitingBytes += bytes;
    const { promise, resolve } = Promise.withResolvers<Result>();
    this.#last = this.#last.then(async () => {
      const before = clock.monotonic();
      const working = work();
      resolve(working);
      await working.catch(() => {});
      this.#waitingBytes -= bytes;
      const restMs = Math.min(REST_PART * (clock.monotonic() - before), MAX_REST_MS);
      if (restMs > 0) await new Promise<void>((rested) => clock.after(restMs, rested));
    });
    return promise;
  }
}
