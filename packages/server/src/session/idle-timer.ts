import type { Clock, Timer } from './clock.ts';
import type { Session } from './session.ts';

/** The timer never fires more often than this. */
const MIN_IDLE_CHECK_MS = 50;

/** Whom the idle timer looks at and tells. */
export interface IdleTimerContext {
  /** The live sessions. */
  sessions(): Iterable<Session>;
  /** Told of each session whose client has been silent for too long. */
  onIdle(session: Session): void;
}

/** One timer for all sessions, set for the first that may be silent for too long; none without sessions. */
export class IdleTimer {
  readonly #clock: Clock;
  readonly #context: IdleTimerContext;
  #timer: Timer | undefined;

  constructor(clock: Clock, context: IdleTimerContext) {
    this.#clock = clock;
    this.#context = context;
  }

  /** Sees to it that the timer runs when a session may have been silent for too long. */
  watch(deadlineMs: number): void {
    if (this.#timer) return;
    const delay = Math.max(deadlineMs - this.#clock.monotonic(), MIN_IDLE_CHECK_MS);
    this.#timer = this.#clock.after(delay, () => {
      this.#timer = undefined;
      this.#check();
    });
  }

  /** A session is gone: with the last one, the timer stops. */
  rest(): void {
    for (const _ of this.#context.sessions()) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** All sessions have the same timeout, so one scan finds both who is overdue and who is next. */
  #check(): void {
    const now = this.#clock.monotonic();
    let next = Number.POSITIVE_INFINITY;
    for (const session of [...this.#context.sessions()]) {
      if (session.deadlineMs <= now) this.#context.onIdle(session);
      else next = Math.min(next, session.deadlineMs);
    }
    if (next < Number.POSITIVE_INFINITY) this.watch(next);
  }
}
