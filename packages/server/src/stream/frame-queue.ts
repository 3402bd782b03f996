import { costOf, FrameBacklog, type RawFrame } from './frame-backlog.ts';
import { type Scheduler, TURN, type WaitingFrames } from './scheduler.ts';
import type { Socket } from './socket.ts';

/**
 * A client's share: what it may cost in {@link WINDOW_MS} before its frames have to wait for their turn.
 * Some 200 lone samples, or 400 in batches: about half a millisecond.
 */
const SHARE = 64 * 1024;
/** Longer than a share takes, or it would never be used up. */
const WINDOW_MS = 10;
/** Who has cost no more than this in that time is served at once even where others have to wait. */
const LIGHT = 8 * 1024;
/** A client of which more than this waits is not read from. */
const MAX_BACKLOG = 4 * SHARE;
/** Frames that may wait. One read of the shortest samples brings a quarter of it. */
const MAX_WAITING_FRAMES = 16_384;

/** Whom a queue hands its frames to. */
export interface FrameHandler {
  /**
   * Handles a frame to its end. Must not throw.
   *
   * @param arrivedMs when it came, on a clock that only grows
   * @param nowMs the time, where it has just been read
   */
  handle(frame: RawFrame, arrivedMs: number, nowMs?: number): void;
  /** Whether the client takes no more answers for now; its frames wait. Default: never. */
  readonly isBlocked?: boolean;
  /** Told once where more tiny frames wait than any client has reason to send. Default: they are let go of. */
  flooded?(): void;
}

/** The frames of one client, on their way through a {@link Scheduler}. */
export class FrameQueue implements WaitingFrames {
  readonly #scheduler: Scheduler;
  readonly #socket: Socket;
  readonly #handler: FrameHandler;
  /** What has been served at once, and since when. */
  #served = 0;
  #servedSinceMs = 0;
  /** Frames that wait for their turn. */
  #backlog: FrameBacklog | undefined;
  /** Whether frames wait for the session to begin. */
  #isHeld = false;
  /** Whether frames wait until the client takes what it was answered. */
  #isBlocked = false;
  /** Told when nothing waits any more, after the socket was closed. */
  #onEmpty: (() => void) | undefined;

  constructor(scheduler: Scheduler, socket: Socket, handler: FrameHandler) {
    this.#scheduler = scheduler;
    this.#socket = socket;
    this.#handler = handler;
  }

  /** Whether frames wait. */
  get isWaiting(): boolean {
    return this.#backlog !== undefined;
  }

  /** Whether what waits may have its turns. */
  get isReady(): boolean {
    return this.#backlog !== undefined && !this.#isHeld && !this.#isBlocked;
  }

  /** Frames wait from now on, until {@link release} is called. */
  hold(): void {
    this.#isHeld = true;
    this.#backlog ??= new FrameBacklog();
  }

  /** What waits has its turns from now on. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    if (this.#backlog?.size === 0) this.#backlog = undefined;
    if (this.#backlog) this.#scheduler.add(this);
    else if (this.#socket.isPaused && !this.#isBlocked) this.#scheduler.readAgain(this);
  }

  /** The client takes answers again. */
  unblock(): void {
    if (!this.#isBlocked) return;
    this.#isBlocked = false;
    if (this.#backlog) this.#scheduler.add(this);
    else if (this.#socket.isPaused) this.#scheduler.readAgain(this);
  }

  /** Whether anything has come while it was held. */
  get hasHeld(): boolean {
    return this.#isHeld && (this.#backlog?.size ?? 0) > 0;
  }

  /**
   * Takes a frame that has come.
   *
   * @param nowMs milliseconds on a clock that only grows
   */
  offer(frame: RawFrame, nowMs: number): void {
    const cost = costOf(frame);
    if (this.#backlog) {
      this.#wait(this.#backlog, frame, cost, nowMs);
      return;
    }
    if (!(nowMs - this.#servedSinceMs < WINDOW_MS)) {
      this.#servedSinceMs = nowMs;
      this.#served = 0;
    }
    if (!this.#isBlocked && this.#isServedAtOnce(cost, nowMs)) {
      this.#served += cost;
      this.#handler.handle(frame, nowMs, nowMs);
      this.#look();
      return;
    }
    this.#backlog = new FrameBacklog();
    this.#wait(this.#backlog, frame, cost, nowMs);
    if (this.isReady) this.#scheduler.add(this);
  }

  /**
   * The socket is closed. What its client sent before is not lost: it is handled in its turns, which others need not
   * wait for.
   *
   * @param onEmpty called once nothing waits any more; what is held is nobody's yet
   */
  close(onEmpty: () => void): void {
    if (this.#isHeld || !this.#backlog) {
      onEmpty();
      return;
    }
    this.#onEmpty = onEmpty;
    this.unblock();
  }

  /** Handles all that waits, without waiting for its turns. */
  finish(): void {
    if (this.#isHeld) return;
    // A frame may hold those after it.
    while (this.#backlog && !this.#isHeld) this.#handleNext(this.#backlog);
    this.#tellEmpty();
  }

  /** Lets go of what waits: nobody is to answer it any more. */
  drop(): void {
    if (this.#backlog) this.#scheduler.waitsLess(this.#backlog.cost);
    this.#backlog = undefined;
    this.#tellEmpty();
  }

  /**
   * Serves a turn of what waits.
   *
   * @returns what it cost
   */
  takeTurn(): number {
    let cost = 0;
    const work = () => {
      // A frame may be the end of its session, and finish the backlog.
      while (this.#backlog && cost < TURN && !this.#isBlocked && !this.#isHeld) {
        cost += this.#handleNext(this.#backlog);
        this.#look();
      }
    };
    if (this.#onEmpty) work();
    else this.#socket.cork(work);
    if (!this.#backlog) this.#tellEmpty();
    const canRead = !this.#backlog && !this.#isBlocked;
    if (canRead && this.#socket.isPaused) this.#scheduler.readAgain(this);
    return cost;
  }

  /** Reads from the client again. */
  read(): void {
    const canRead = !this.#backlog && !this.#isBlocked;
    if (canRead && this.#socket.isPaused) this.#socket.resume();
  }

  /** A large frame is served at once where nobody else would have to wait for it. */
  #isServedAtOnce(cost: number, nowMs: number): boolean {
    if (this.#served + cost <= LIGHT) return this.#scheduler.charge(cost, nowMs, true);
    if (this.#served > 0 && this.#served + cost > SHARE) return false;
    return this.#scheduler.charge(cost, nowMs, false);
  }

  /** After a frame: whether its client takes what it is answered. */
  #look(): void {
    if (!this.#handler.isBlocked) return;
    this.#isBlocked = true;
    if (!this.#socket.isPaused) this.#socket.pause();
  }

  #wait(backlog: FrameBacklog, frame: RawFrame, cost: number, nowMs: number): void {
    if (backlog.size > MAX_WAITING_FRAMES) return;
    backlog.add(frame, cost, nowMs);
    this.#scheduler.waitsMore(cost);
    const isLong = backlog.cost > MAX_BACKLOG || this.#scheduler.isCrowded;
    if (isLong && !this.#socket.isPaused) this.#socket.pause();
    if (backlog.size > MAX_WAITING_FRAMES) this.#handler.flooded?.();
  }

  #tellEmpty(): void {
    const onEmpty = this.#onEmpty;
    this.#onEmpty = undefined;
    onEmpty?.();
  }

  /** Handles the first that waits; returns what it cost. */
  #handleNext(backlog: FrameBacklog): number {
    const before = backlog.cost;
    const frame = backlog.take();
    const cost = before - backlog.cost;
    this.#scheduler.waitsLess(cost);
    if (backlog.size === 0) this.#backlog = undefined;
    this.#handler.handle(frame, backlog.arrivedMs);
    return cost;
  }
}
