import type { Socket } from './socket.ts';

/** A frame as it came: text, or bytes. */
export type RawFrame = string | Uint8Array;

/**
 * A client's share: what it may cost in {@link WINDOW_MS} before its frames have to wait for their turn.
 * Some 200 lone samples, or 400 in batches: about half a millisecond.
 */
const SHARE = 64 * 1024;
/** Longer than a share takes, or it would never be used up. */
const WINDOW_MS = 10;
/** The turn of one that waits: a tenth of a millisecond, which somebody else's sample may have to wait for. */
const TURN = 16 * 1024;
/** What all turns together may cost before sockets are looked at again. */
const ALL_TURNS = 4 * TURN;
/** A client of which more than this waits is not read from. */
const MAX_BACKLOG = 4 * SHARE;
/** What a frame costs beside its bytes. */
const FRAME_COST = 160;
/** A byte of a binary frame stands for more samples than one of text. */
const BINARY_FACTOR = 4;

/** Whom a queue hands its frames to. */
export interface FrameHandler {
  /**
   * Handles a frame to its end. Must not throw.
   *
   * @param nowMs the time, where it has just been read
   */
  handle(frame: RawFrame, nowMs?: number): void;
}

/** The frames of one client, on their way through a {@link Scheduler}. */
export class FrameQueue {
  readonly #scheduler: Scheduler;
  readonly #socket: Socket;
  readonly #handler: FrameHandler;
  /** What has been served at once, and since when. */
  #served = 0;
  #servedSinceMs = 0;
  /** Frames that wait for their turn, and what all that came have cost. */
  #backlog: RawFrame[] | undefined;
  #backlogCost = 0;
  /** Whether frames wait for the session to begin. */
  #isHeld = false;

  constructor(scheduler: Scheduler, socket: Socket, handler: FrameHandler) {
    this.#scheduler = scheduler;
    this.#socket = socket;
    this.#handler = handler;
  }

  /** Whether frames wait. */
  get isWaiting(): boolean {
    return this.#backlog !== undefined;
  }

  /** Frames wait from now on, until {@link release} is called. */
  hold(): void {
    this.#isHeld = true;
    this.#backlog ??= [];
    this.#backlogCost = 0;
  }

  /** What waits has its turns from now on. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    if (this.#backlog?.length === 0) this.#backlog = undefined;
    else this.#scheduler.add(this);
  }

  /** Whether anything has come while it was held. */
  get hasHeld(): boolean {
    return this.#isHeld && (this.#backlog?.length ?? 0) > 0;
  }

  /**
   * Takes a frame that has come.
   *
   * @param nowMs milliseconds on a clock that only grows
   */
  offer(frame: RawFrame, nowMs: number): void {
    const cost = costOf(frame);
    if (this.#backlog) {
      this.#wait(this.#backlog, frame, cost);
      return;
    }
    if (!(nowMs - this.#servedSinceMs < WINDOW_MS)) {
      this.#servedSinceMs = nowMs;
      this.#served = 0;
    }
    // The first in a while is always served, however large.
    if (this.#served === 0 || this.#served + cost <= SHARE) {
      this.#served += cost;
      this.#handler.handle(frame, nowMs);
      return;
    }
    this.#backlog = [];
    this.#backlogCost = 0;
    this.#wait(this.#backlog, frame, cost);
    this.#scheduler.add(this);
  }

  /** Handles all that waits of a socket that closes: what its client sent before is not lost. */
  finish(): void {
    if (this.#isHeld) return;
    while (this.#backlog) this.#handler.handle(this.#next(this.#backlog));
  }

  /**
   * Serves a turn of what waits.
   *
   * @returns what it cost
   */
  takeTurn(): number {
    let cost = 0;
    this.#socket.cork(() => {
      // A frame may be the end of its session, and finish the backlog.
      while (this.#backlog && cost < TURN) {
        const frame = this.#next(this.#backlog);
        cost += costOf(frame);
        this.#handler.handle(frame);
      }
    });
    if (!this.#backlog && this.#socket.isPaused) this.#socket.resume();
    return cost;
  }

  #wait(backlog: RawFrame[], frame: RawFrame, cost: number): void {
    backlog.push(frame);
    this.#backlogCost += cost;
    if (this.#backlogCost > MAX_BACKLOG && !this.#socket.isPaused) this.#socket.pause();
  }

  #next(backlog: RawFrame[]): RawFrame {
    const frame = backlog.shift() as RawFrame;
    if (backlog.length === 0) this.#backlog = undefined;
    return frame;
  }
}

/**
 * Serves each client's frames in order, and no client for long while others wait.
 *
 * A frame is mostly handled at once. Where a client has had its share lately, the rest waits in its queue.
 * Queues are worked off in turns, between which the event loop looks at all other sockets. A client whose
 * backlog is long is not read from meanwhile, so that TCP slows it down. (What one read brings, 512 KiB, is
 * still added to it.) So a client that floods gets whatever time is left, and is never refused for it.
 */
export class Scheduler {
  /** Queues with a backlog, the one whose turn it is first. */
  readonly #waiting: FrameQueue[] = [];
  #scheduled = false;

  /** A queue has begun to wait. */
  add(queue: FrameQueue): void {
    this.#waiting.push(queue);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#takeTurns();
      this.#schedule();
    });
  }

  #takeTurns(): void {
    let left = ALL_TURNS;
    for (let queues = this.#waiting.length; queues > 0 && left > 0; queues--) {
      const queue = this.#waiting.shift() as FrameQueue;
      // One that has closed meanwhile has been finished.
      if (!queue.isWaiting) continue;
      left -= queue.takeTurn();
      if (queue.isWaiting) this.#waiting.push(queue);
    }
  }
}

/** What it costs to serve a frame, in bytes of text, about. */
function costOf(frame: RawFrame): number {
  return FRAME_COST + (typeof frame === 'string' ? frame.length : BINARY_FACTOR * frame.length);
}
