import type { Clock, Timer } from '../session/index.ts';

/** A reader that takes nothing for this long is slow, however little waits for it. */
export const MAX_STALL_MS = 10_000;
/** How often readers are looked at while any has something waiting. */
const LOOK_MS = 1000;

/** Somebody to whom something was sent that has not gone out. */
export interface Reader {
  /** Bytes that were sent and have not gone out. */
  readonly unreadBytes: number;
  /**
   * Ends the connection: the reader is too slow.
   *
   * @param isAtOnce whether what waits is to go at once; else the reader may still take it
   */
  endSlowReader(isAtOnce: boolean): void;
}

interface Waiting {
  bytes: number;
  /** Since when nothing has gone out. */
  sinceMs: number;
  /** Whether it was ended for it, and has not gone yet. */
  isEnding: boolean;
}

/** What waits for readers, of all clients: ends those that take nothing, and the largest where it is too much. */
export class Outbox {
  /** Readers that were ended, since the beginning. */
  readonly ended = { stalled: 0, overBudget: 0 };
  readonly #clock: Clock;
  readonly #budget: () => number;
  readonly #waiting = new Map<Reader, Waiting>();
  #timer: Timer | undefined;
  #total = 0;

  /** @param budget bytes that may wait for all readers together; asked at each look */
  constructor(clock: Clock, budget: () => number) {
    this.#clock = clock;
    this.#budget = budget;
  }

  /** Bytes that wait, as of the last look or send. */
  get totalBytes(): number {
    return this.#total;
  }

  /** Notes what waits for a reader now; call it after something was sent that did not go out at once. */
  note(reader: Reader, bytes: number): void {
    const waiting = this.#waiting.get(reader);
    if (waiting) this.#update(waiting, bytes);
    else this.#add(reader, bytes);
    if (this.#total > this.#budget()) this.#endLargest();
  }

  /** Something has gone out to a reader. */
  progressed(reader: Reader): void {
    const waiting = this.#waiting.get(reader);
    if (!waiting) return;
    waiting.sinceMs = this.#clock.monotonic();
    this.#update(waiting, reader.unreadBytes);
    if (waiting.bytes === 0) this.forget(reader);
  }

  /** A reader is gone. */
  forget(reader: Reader): void {
    const waiting = this.#waiting.get(reader);
    if (!waiting) return;
    this.#waiting.delete(reader);
    this.#total -= waiting.bytes;
    if (this.#waiting.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #add(reader: Reader, bytes: number): void {
    this.#waiting.set(reader, { bytes, sinceMs: this.#clock.monotonic(), isEnding: false });
    this.#total += bytes;
    this.#timer ??= this.#clock.after(LOOK_MS, () => this.#look());
  }

  #update(waiting: Waiting, bytes: number): void {
    // Less than before: some of it has gone out, also where nobody tells.
    if (bytes < waiting.bytes) waiting.sinceMs = this.#clock.monotonic();
    this.#total += bytes - waiting.bytes;
    waiting.bytes = bytes;
  }

  #look(): void {
    this.#timer = this.#clock.after(LOOK_MS, () => this.#look());
    const now = this.#clock.monotonic();
    for (const [reader, waiting] of [...this.#waiting]) {
      this.#update(waiting, reader.unreadBytes);
      if (waiting.bytes === 0) this.forget(reader);
      else if (now - waiting.sinceMs >= MAX_STALL_MS && !waiting.isEnding) {
        this.ended.stalled++;
        waiting.isEnding = true;
        reader.endSlowReader(false);
      }
    }
    if (this.#total > this.#budget()) this.#endLargest();
  }

  #endLargest(): void {
    const largestFirst = [...this.#waiting].sort(([, a], [, b]) => b.bytes - a.bytes);
    for (const [reader] of largestFirst) {
      if (this.#total <= this.#budget()) return;
      this.ended.overBudget++;
      this.forget(reader);
      reader.endSlowReader(true);
    }
  }
}
