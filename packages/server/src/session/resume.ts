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
  /**
   * Most sessions that are kept at once. Where that is one too many, one goes that has counted nothing, or else one of
   * the address that has most; of those the one that was lost first.
   */
  readonly most: number;
}

/** A session to go on with, or why there is none. */
export type Resumable = { readonly session: Session } | { readonly refusal: RefusalReason };

/** A session that waits for its client, and until when, in milliseconds of the monotonic clock. */
export interface Waiting {
  readonly session: Session;
  readonly until: number;
}

interface Detached extends Waiting {
  readonly address: string;
}

/**
 * Sessions whose connections were lost, until their clients come back or their time is over. They
 * are not live: nobody sees them, and no message reaches them.
 */
export class DetachedSessions {
  readonly #clock: Clock;
  readonly #limits: ResumeLimits;
  readonly #onExpire: (session: Session) => void;
  /** By id. All have the same time, so the first in is the first out. */
  readonly #sessions = new Map<string, Detached>();
  /** The same that have counted nothing, and by address; the first in is the first out. */
  readonly #empty = new Set<Session>();
  readonly #byAddress = new Map<string, Set<Session>>();
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

  /** The same, and until when each waits. */
  waiting(): Iterable<Waiting> {
    return this.#sessions.values();
  }

  /** Keeps a session from now on. Where that is one too many, another goes. */
  add(session: Session, address = ''): void {
    const until = this.#clock.monotonic() + this.#limits.windowSeconds * 1000;
    this.#sessions.set(session.id, { session, until, address });
    if (session.samples === 0) this.#empty.add(session);
    const same = this.#byAddress.get(address) ?? new Set();
    this.#byAddress.set(address, same.add(session));
    if (this.#sessions.size > this.#limits.most) this.#giveWay();
    this.#watch();
  }

  /** Keeps a session no longer; tells whether it was kept. */
  remove(session: Session): boolean {
    const entry = this.#sessions.get(session.id);
    const removed = this.#sessions.delete(session.id);
    if (entry) this.#forget(entry);
    if (this.#sessions.size === 0) {
      this.#timer?.cancel();
      this.#timer = undefined;
    }
    return removed;
  }

  #forget({ session, address }: Detached): void {
    this.#empty.delete(session);
    const same = this.#byAddress.get(address);
    same?.delete(session);
    if (same?.size === 0) this.#byAddress.delete(address);
  }

  /** So nobody can flush the sessions of others by connecting, and cutting the connection, over and over. */
  #giveWay(): void {
    let largest = this.#empty;
    if (largest.size === 0) {
      for (const same of this.#byAddress.values()) if (same.size > largest.size) largest = same;
    }
    for (const session of largest) {
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
