import type { Clock } from '../session/index.ts';

/**
 * Bytes of long bodies that are read in a second. A runtime takes a body in as fast as it comes, and every stream waits
 * for that (docs/decisions/0038-long-pushes-in-pieces.md).
 */
const BYTES_PER_SECOND = 5_000_000;

/** Lets long bodies in one after the other, no faster than streams can bear. */
export class BodyPace {
  readonly #clock: Clock;
  /** From when on the next one is let in. */
  #nextMs = 0;
  /** Of those that wait to be let in, by the address that sends them. */
  readonly #waiting = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Bytes that wait to be let in. */
  get waitingBytes(): number {
    return this.#waiting.values().reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Those of one address. */
  waitingBytesOf(address = ''): number {
    return this.#waiting.get(address) ?? 0;
  }

  /** Resolves when a body of so many bytes may be read. */
  async enter(bytes: number, address = ''): Promise<void> {
    const now = this.#clock.monotonic();
    const startMs = Math.max(now, this.#nextMs);
    this.#nextMs = startMs + (1000 * bytes) / BYTES_PER_SECOND;
    if (startMs <= now) return;
    this.#waiting.set(address, this.waitingBytesOf(address) + bytes);
    await new Promise<void>((entered) => this.#clock.after(startMs - now, entered));
    const left = this.waitingBytesOf(address) - bytes;
    if (left > 0) this.#waiting.set(address, left);
    else this.#waiting.delete(address);
  }
}
