/** How many steps a user has made in a minute. */
export interface MinuteCount {
  readonly userId: string;
  /** Minutes since 1970. */
  readonly minute: number;
  readonly count: number;
}

/** A minute as it is counted. */
interface Entry {
  readonly userId: string;
  readonly minute: number;
  count: number;
  /** When the last step was counted: Unix time in milliseconds. */
  changedMs: number;
}

const MINUTE_MS = 60_000;
/** Minutes of users that are remembered for steps that come late; the one that changed first goes first. */
export const MAX_REMEMBERED_MINUTES = 50_000;

/** Counts users' steps by the minute, and tells what is to be told. */
export class MinuteCounter {
  /** By user and minute, the one that changed last at the end. */
  readonly #entries = new Map<string, Entry>();
  /** Of these, the ones whose count has not been told. */
  readonly #untold = new Set<string>();

  /** Whether there is something to tell, now or later. */
  get hasUntold(): boolean {
    return this.#untold.size > 0;
  }

  /** Counts a step. */
  note(userId: string, minute: number, nowMs: number): void {
    const key = `${minute} ${userId}`;
    const entry = this.#entries.get(key) ?? { userId, minute, count: 0, changedMs: nowMs };
    entry.count++;
    entry.changedMs = nowMs;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#untold.add(key);
  }

  /**
   * The counts that are to be told now: of minutes that are over, and have changed since they were told. One
   * that lies ahead, as a sensor's clock has it, is over when it did not change for a minute.
   *
   * @param nowMs Unix time in milliseconds; infinity for all
   */
  take(nowMs: number): MinuteCount[] {
    const taken: MinuteCount[] = [];
    for (const key of this.#untold) {
      const entry = this.#entries.get(key);
      if (!entry) continue;
      const { userId, minute, count, changedMs } = entry;
      const isOver = (minute + 1) * MINUTE_MS <= nowMs || changedMs + MINUTE_MS <= nowMs;
      if (!isOver) continue;
      this.#untold.delete(key);
      taken.push({ userId, minute, count });
    }
    this.#forget();
    return taken;
  }

  #forget(): void {
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= MAX_REMEMBERED_MINUTES) break;
      if (!this.#untold.has(key)) this.#entries.delete(key);
    }
  }
}
