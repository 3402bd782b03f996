import type { Clock } from './clock.ts';
import { nonsense, type StateWalk } from './state-walk.ts';

/** When a session began, when its client was last heard of, and how often. */
export class Activity {
  readonly #clock: Clock;
  #createdAtMs: number;
  #startedAtMs: number;
  #lastMs: number;
  #requests = 0;
  #errors = 0;
  #lastError: string | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#createdAtMs = clock.now();
    this.#startedAtMs = this.#lastMs = clock.monotonic();
  }

  /** Messages of the client, of every kind. */
  get requests(): number {
    return this.#requests;
  }

  /** Messages that could not be used, or not wholly, in this process. */
  get errors(): number {
    return this.#errors;
  }

  /** Code of the last of them. */
  get lastError(): string | undefined {
    return this.#lastError;
  }

  /** The clock's monotonic time of the client's last sign of life, in milliseconds. */
  get lastMs(): number {
    return this.#lastMs;
  }

  /** Seconds since the beginning. */
  get duration(): number {
    return toSeconds(this.#clock.monotonic() - this.#startedAtMs);
  }

  /** Unix time of the beginning, in seconds. */
  get createdAt(): number {
    return toSeconds(this.#createdAtMs);
  }

  /** Unix time of the client's last sign of life, in seconds. */
  get lastActivity(): number {
    return toSeconds(1000 * this.lastUnixSeconds);
  }

  /** The same, unrounded. It agrees with people's clocks, but never jumps. */
  get lastUnixSeconds(): number {
    return (this.#createdAtMs + (this.#lastMs - this.#startedAtMs)) / 1000;
  }

  /** A message of the client has come. `nowMs` is the clock's monotonic time, if it has just been read. */
  message(nowMs: number = this.#clock.monotonic()): void {
    this.#requests++;
    this.#lastMs = nowMs;
  }

  /** A message could not be used, or not wholly. */
  failed(code: string): void {
    this.#errors++;
    this.#lastError = code;
  }

  /** The client has come back: a sign of life, and no message. */
  comeBack(): void {
    this.#lastMs = this.#clock.monotonic();
  }

  /**
   * Saves or restores the state. What only grows begins anew in another process, and goes by people's clock there;
   * but never back behind the last message.
   */
  transfer(io: StateWalk): void {
    this.#createdAtMs = io.number(this.#createdAtMs);
    const untilLastMs = io.number(this.#lastMs - this.#startedAtMs);
    this.#requests = io.whole(this.#requests);
    if (!io.restores) return;
    if (!Number.isFinite(this.#createdAtMs) || !(untilLastMs >= 0)) throw nonsense();
    const age = Math.max(this.#clock.now() - this.#createdAtMs, untilLastMs);
    this.#startedAtMs = this.#clock.monotonic() - age;
    this.#lastMs = this.#startedAtMs + untilLastMs;
  }
}

/** Milliseconds as seconds with three digits. */
function toSeconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}
