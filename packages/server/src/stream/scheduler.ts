/** The turn of one that waits: a tenth of a millisecond, which somebody else's sample may have to wait for. */
export const TURN = 16 * 1024;
/** What all turns together may cost before sockets are looked at again, and how long they may take. */
const ALL_TURNS = 4 * TURN;
const MAX_TURNS_MS = 2;
/** What may be served at once, of all clients, in {@link WINDOW_MS}; then only light clients are. */
const MAX_AT_ONCE = 16 * TURN;
const WINDOW_MS = 2;
/** While so much waits, nobody who has flooded is read from again. */
const MAX_WAITING_TO_READ = 256 * 1024;
/** While so much waits, whoever has anything waiting is not read from. */
const MAX_WAITING = 4 * 1024 * 1024;

/** Frames of a client that wait. */
export interface WaitingFrames {
  /** Whether they may have their turns. */
  readonly isReady: boolean;
  /** Serves a turn; returns what it cost. */
  takeTurn(): number;
  /** Reads from the client again. */
  read(): void;
}

/** Something else that waits for its turn, such as the body of a request. */
interface Job {
  readonly cost: number;
  run(): void;
}

/**
 * Serves each client's frames in order, and no client for long while others wait.
 *
 * A frame is mostly handled at once. Where a client has had its share lately, or the server has much to do and the
 * frame is a large one, it waits in its client's queue. Queues are worked off in turns, between which the event loop
 * looks at all other sockets. A client whose backlog is long is not read from meanwhile, so that TCP slows it down.
 * (What one read brings, 512 KiB, is still added to it.) Those are read from again one after the other, as fast as
 * they are served. So a client that floods gets whatever time is left, and is never refused for it.
 */
export class Scheduler {
  /** Queues with a backlog, and jobs, the one whose turn it is first. */
  readonly #waiting: (WaitingFrames | Job)[] = [];
  /** Queues whose sockets can be read from again. */
  readonly #paused: WaitingFrames[] = [];
  #waitingCost = 0;
  #atOnce = 0;
  #atOnceSinceMs = 0;
  #scheduled = false;

  /** What waits, in bytes of text, about. */
  get waitingCost(): number {
    return this.#waitingCost;
  }

  /** Whether so much waits that nobody is to add to it. */
  get isCrowded(): boolean {
    return this.#waitingCost > MAX_WAITING;
  }

  /** A queue has begun to wait. */
  add(queue: WaitingFrames): void {
    this.#waiting.push(queue);
    this.#schedule();
  }

  /** A queue has been worked off whose socket is paused: it is read from again in its turn. */
  readAgain(queue: WaitingFrames): void {
    this.#paused.push(queue);
    this.#schedule();
  }

  /**
   * Has something done in its turn that is not a client's frame.
   *
   * @param cost about as many bytes of text
   * @returns what it returns, or rejects with what it throws
   */
  run<Result>(cost: number, work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      const run = () => {
        this.waitsLess(cost);
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      };
      this.waitsMore(cost);
      this.#waiting.push({ cost, run });
      this.#schedule();
    });
  }

  /**
   * Asks whether something may be done at once, before whatever waits, and notes it then.
   *
   * @param isLight whether its client costs so little that it need not wait for others
   */
  charge(cost: number, nowMs: number, isLight: boolean): boolean {
    if (!(nowMs - this.#atOnceSinceMs < WINDOW_MS)) {
      this.#atOnceSinceMs = nowMs;
      this.#atOnce = 0;
    }
    const isTooMuch = this.#atOnce > 0 && this.#atOnce + cost > MAX_AT_ONCE;
    const isLarge = cost > TURN && this.#waiting.length > 0;
    if (!isLight && (isTooMuch || isLarge)) return false;
    this.#atOnce += cost;
    return true;
  }

  /** More waits than before. */
  waitsMore(cost: number): void {
    this.#waitingCost += cost;
  }

  /** Less waits than before. */
  waitsLess(cost: number): void {
    this.#waitingCost -= cost;
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.length + this.#paused.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#takeTurns();
      if (this.#waitingCost <= MAX_WAITING_TO_READ) this.#paused.shift()?.read();
      this.#schedule();
    });
  }

  #takeTurns(): void {
    const end = performance.now() + MAX_TURNS_MS;
    let left = ALL_TURNS;
    for (let turns = this.#waiting.length; turns > 0 && left > 0; turns--) {
      const next = this.#waiting.shift();
      if (!next) return;
      left -= this.#takeTurn(next);
      if (performance.now() >= end) return;
    }
  }

  #takeTurn(next: WaitingFrames | Job): number {
    if ('run' in next) {
      next.run();
      return next.cost;
    }
    // One that has closed meanwhile has been finished.
    if (!next.isReady) return 0;
    const cost = next.takeTurn();
    if (next.isReady) this.#waiting.push(next);
    return cost;
  }
}
