import type { Clock, Timer } from '../session/index.ts';
import type { Crowd, SocketObserver } from '../stream/index.ts';

/** How often memory is looked at while anybody is connected, and where it is short, in milliseconds. */
const LOOK_MS = 200;
const SHORT_LOOK_MS = 50;
/** What a client takes that is well-behaved, with all that the runtime keeps for it, in bytes. */
const CLIENT_BYTES = 24 * 1024;
/** What the runtime takes beyond what it needs, until it collects it, in bytes. */
const SLACK_BYTES = 96 * 1024 * 1024;
/** Parts of all memory beyond which it is short, and about to be gone. */
const SHORT_PART = 0.6;
const GONE_PART = 0.75;

/** What the guard needs. */
export interface MemoryGuardOptions {
  readonly clock: Clock;
  readonly crowd: Crowd;
  /** Bytes for what waits or has half come, and of all memory. */
  readonly budget: number;
  readonly memory: number;
  /** Bytes that this process takes. */
  used(): number;
  /** Told when memory becomes short, and when it no longer is. */
  onChange(isShort: boolean, used: number): void;
}

/** Sees to it that clients do not take all memory with what nobody can count: frames that have half come. */
export class MemoryGuard implements SocketObserver {
  readonly #options: MemoryGuardOptions;
  readonly #atStart: number;
  #sockets = 0;
  #isShort = false;
  #timer: Timer | undefined;

  constructor(options: MemoryGuardOptions) {
    this.#options = options;
    this.#atStart = options.used();
  }

  /** Whether memory is short. */
  get isShort(): boolean {
    return this.#isShort;
  }

  opened(): void {
    this.#sockets++;
    this.#timer ??= this.#options.clock.after(LOOK_MS, () => this.#look());
  }

  closed(): void {
    if (--this.#sockets > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #look(): void {
    const { clock, crowd, budget, memory, onChange } = this.#options;
    const used = this.#options.used();
    const expected = this.#atStart + SLACK_BYTES + this.#sockets * CLIENT_BYTES;
    const isShort = used > expected + budget || used > memory * SHORT_PART;
    if (isShort !== this.#isShort) onChange(isShort, used);
    this.#isShort = isShort;
    if (isShort) crowd.askForLife();
    if (used > expected + 2 * budget || used > memory * GONE_PART) crowd.makeRoomAtOnce();
    this.#timer = clock.after(isShort ? SHORT_LOOK_MS : LOOK_MS, () => this.#look());
  }
}
