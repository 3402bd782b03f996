import type { RefusalReason } from '@stepstream/protocol';
import type { Clock, Timer } from './clock.ts';
import type { Session } from './session.ts';

/** What a client that comes back says: `?resume=TOKEN&answered=N`. */
export interface ResumeRequest {
  /** The token that its session's greeting told. */
  readonly token: string;
  /**
   * `total_predictions` of the last answer that reached the client. Steps that were confirmed after
   * it are told again. Without it none are.
   */
  readonly answered: number | undefined;
}

/** Whether, and for how many, lost sessions are kept. */
export interface ResumeLimits {
  /** Seconds for which a session is kept after its connection was lost; 0 keeps none. */
  readonly windowSeconds: number;
  /** Most sessions that are kept at once; the one that was lost first goes first. */
  readonly most: number;
}

/** A session to go on with, or why there is none. */
export type Resumable = { readonly session: Session } | { readonly refusal: RefusalReason };

/**
 * Sessions whose connections were lost, until their clients come back or their time is over. They
 * are not live: nobody sees them, and no message reaches them.
 */
export class DetachedSessions {
  readonly #clock: Clock;
  readonly #limits: ResumeLimits;
  readonly #onExpire: (session: Session) => void;
  /** By id. All have the same time, so the first in is the first out. */
  readonly #sessions = new Map<string, { readonly session: Session; readonly until: number }>();
  #timer: Timer | undefined;

  /** @param onExpire told of a session that nobody came back to; it calls {@link remove} */
  constructor(clock: Clock, limits: ResumeLimits, onExpire: (session: Session) => void) {
    this.#clock = clock;
    this.#limits = limits;
    this.#onExpire = onExpire;
  }

  /** Whether any session is kept at all. */
  get enabled(): boolean {
    return this.#limits.windowSeconds > 0 && this.#limits.most > 0;
  }

  get size(): number {
    return this.#sessions.size;
  }

  get(id: string): Session | undefined {
    return this.#sessions.get(id)?.session;
  }

  /** All of them, the one that was lost first at first. */
  all(): readonly Session[] {
    return Array.from(this.#sessions.values(), ({ session }) => session);
  }

  /** Keeps a session from now on. Where that is one too many, the oldest goes. */
  add(session: Session): void {
    const until = this.#clock.monotonic() + this.#limits.windowSeconds * 1000;
    this.#sessions.set(session.id, { session, until });
    if (this.#sessions.size > this.#limits.most) this.#expireOldest();
    this.#watch();
  }

  /** Keeps a session no longer; tells whether it was kept. */
  remove(session: Session): boolean {
    const removed = this.#sessions.delete(session.id);
    if (this.#sessions.size === 0) {
      this.#timer?.cancel();
      this.#timer = undefined;
    }
    return removed;
  }

  #expireOldest(): void {
    for (const { session } of this.#sessions.values()) {
      this.#onExpire(session);
      return;
    }
  }

  /** Sees to it that a timer runs for the session whose time is over first. */
  #watch(): void {
    if (this.#timer) return;
    for (const { until } of this.#sessions.values()) {
      this.#timer = this.#clock.after(Math.max(until - this.#clock.monotonic(), 0), () => {
        this.#timer = undefined;
        this.#expire();
      });
      return;
    }
  }

  #expire(): void {
    const now = this.#clock.monotonic();
    for (const { session, until } of [...this.#sessions.values()]) {
      if (until > now) break;
      this.#onExpire(session);
    }
    this.#watch();
  }
}
