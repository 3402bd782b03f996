import type { Clock, Connection, Session, SessionRegistry, Timer } from '../session/index.ts';
import { DrainPlan, type DrainSpread } from './drain-plan.ts';

/** How clients are let go of; durations in seconds. */
export interface DrainOptions {
  /** How long all goes on before. Default: the engine's `drainDelay`. */
  readonly delay?: number;
  /** Over how long they are let go of, each at its own moment. Default: the engine's `drainSpread`. */
  readonly spread?: DrainSpread;
}

/** What draining needs. */
export interface DrainContext {
  readonly registry: SessionRegistry;
  readonly clock: Clock;
  readonly defaults: Required<DrainOptions>;
  /** Writes to the store what was kept of sessions. */
  flush(): Promise<void>;
  /** Whether another server takes clients now. Never rejects. Default: there is none. */
  hasOthers?(): Promise<boolean>;
}

/** Sessions that are saved with one another: few enough that nobody notices how long it takes. */
const GROUP = 100;
/** Shortest time between two groups, in milliseconds. */
const MIN_PAUSE_MS = 10;
/** A store that takes longer than this is not waited for; it goes on trying. */
const FLUSH_LIMIT_MS = 2000;

/** Somebody who is to be told, and whose turn it was. */
interface Leaving {
  readonly connection: Connection;
  readonly index: number;
}

/** Lets go of all clients of a server that goes away: each is saved, and then told when to come back. */
export class Drain {
  readonly #context: DrainContext;
  #running: Promise<void> | undefined;
  #isHurried = false;
  /** Whether the store has failed meanwhile; then nobody waits for it again. */
  #storeFails = false;
  /** Ends the present pause. */
  #wake: () => void = () => {};

  constructor(context: DrainContext) {
    this.#context = context;
  }

  /** Whether it has begun. */
  get hasBegun(): boolean {
    return this.#running !== undefined;
  }

  /** Begins; resolves when all are told. Asked again, it is the same one. */
  start(options: DrainOptions = {}): Promise<void> {
    const { delay, spread } = this.#context.defaults;
    this.#running ??= this.#run(options.delay ?? delay, options.spread ?? spread);
    return this.#running;
  }

  /** From now on nothing is waited for but the store. */
  hurry(): void {
    this.#isHurried = true;
    this.#wake();
  }

  async #run(delay: number, spread: DrainSpread): Promise<void> {
    const { registry, clock, hasOthers } = this.#context;
    registry.refuse('restarting');
    if (delay > 0) await this.#pause(1000 * delay);
    const sessions = [...registry.sessions()];
    const isOneOfMany = sessions.length > 0 && ((await hasOthers?.()) ?? false);
    const plan = new DrainPlan(sessions.length, spread, isOneOfMany);
    const startedAt = clock.monotonic();
    const elapsed = () => clock.monotonic() - startedAt;
    for (let next = 0; next < sessions.length; ) {
      const end = this.#endOfTurn(sessions.length, next, (i) => plan.moment(i) <= elapsed());
      await this.#letGo(sessions, next, end, (index) => plan.reconnectAfter(index, elapsed()));
      next = end;
      // Those who have left by themselves are not waited for.
      while (next < sessions.length && !isLive(registry, sessions[next])) next++;
      if (next < sessions.length) await this.#pause(plan.moment(next) - elapsed());
    }
    // Those whose clients were away, and whose connections were lost meanwhile.
    const left = registry.all();
    for (let from = 0; from < left.length; from += GROUP) {
      const end = Math.min(from + GROUP, left.length);
      await this.#letGo(left, from, end, (index) => plan.reconnectAfter(index, elapsed()));
    }
  }

  /** Up to where it is the turn of those from `next` on: at most a group, and at least one. */
  #endOfTurn(count: number, next: number, isDue: (index: number) => boolean): number {
    let end = next + 1;
    const last = Math.min(count, next + GROUP);
    while (end < last && (this.#isHurried || isDue(end))) end++;
    return end;
  }

  async #letGo(
    sessions: readonly Session[],
    from: number,
    end: number,
    reconnectAfter: (index: number) => number,
  ): Promise<void> {
    const leaving: Leaving[] = [];
    for (let index = from; index < end; index++) {
      const session = sessions[index];
      const connection = session && this.#context.registry.letGo(session, 'restarting');
      if (connection) leaving.push({ connection, index });
    }
    await this.#flush();
    for (const { connection, index } of leaving) {
      connection.end('restarting', reconnectAfter(index));
    }
  }

  /** Sees to it that what was kept is safe, as far as the store can. */
  async #flush(): Promise<void> {
    // The store's health tells of its failures; clients are told to come back all the same.
    const flushed = this.#context.flush().then(
      () => true,
      () => false,
    );
    if (this.#storeFails) return;
    let timer: Timer | undefined;
    const limit = new Promise<boolean>((resolve) => {
      timer = this.#context.clock.after(FLUSH_LIMIT_MS, () => resolve(false));
    });
    this.#storeFails = !(await Promise.race([flushed, limit]));
    timer?.cancel();
  }

  async #pause(milliseconds: number): Promise<void> {
    if (this.#isHurried) return;
    await new Promise<void>((resolve) => {
      const timer = this.#context.clock.after(Math.max(milliseconds, MIN_PAUSE_MS), resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }
}

function isLive(registry: SessionRegistry, session: Session | undefined): boolean {
  return session !== undefined && registry.get(session.id) === session;
}
