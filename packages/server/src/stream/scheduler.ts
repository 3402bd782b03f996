import type { ServerWebSocket } from 'bun';
import type { Backlog, SocketData } from './socket-data.ts';

type Socket = ServerWebSocket<SocketData>;
type Frame = string | Buffer;
/** Handles a frame to its end; `now` is the time, where it has just been read. */
type Handle = (socket: Socket, frame: Frame, now?: number) => void;

/**
 * A client's share: what it may cost in {@link WINDOW} before its frames have to wait for their turn. Some 200
 * lone samples, or 400 in batches: about half a millisecond.
 */
const SHARE = 64 * 1024;
/** In milliseconds; longer than a share takes, or it would never be used up. */
const WINDOW = 10;
/** The turn of one that waits: a tenth of a millisecond, which somebody else's sample may have to wait for. */
const TURN = 16 * 1024;
/** What all turns together may cost before sockets are looked at again. */
const ALL_TURNS = 4 * TURN;
/** A client of which more than this waits is not read from. */
const MAX_BACKLOG_BYTES = 4 * SHARE;
/** What a frame costs beside its bytes. */
const FRAME_COST = 160;
/** A byte of a binary frame stands for more samples than one of text. */
const BINARY_FACTOR = 4;

/**
 * Serves each client's frames in order, and no client for long while others wait.
 *
 * A frame is mostly handled at once. Where a client has had its share lately, the rest waits in its backlog.
 * Backlogs are worked off in turns, between which the event loop looks at all other sockets. One whose backlog
 * is long is not read from meanwhile, so that TCP slows it down. (What one read brings, 512 KiB, is still
 * added to it.) So a client that floods gets whatever time is left, and is never refused for it.
 */
export class Scheduler {
  readonly #handle: Handle;
  /** Sockets with a backlog, the one whose turn it is first. */
  #waiting: Socket[] = [];
  #scheduled = false;

  /** @param handle must not throw */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Takes a frame that has come.
   *
   * @param now milliseconds on a clock that only grows
   */
  offer(socket: Socket, frame: Frame, now: number): void {
    const { data } = socket;
    const cost = costOf(frame);
    if (data.backlog) {
      this.#wait(socket, data.backlog, frame, cost);
      return;
    }
    if (!(now - data.servedSince < WINDOW)) {
      data.servedSince = now;
      data.served = 0;
    }
    // The first in a while is always served, however large.
    if (data.served === 0 || data.served + cost <= SHARE) {
      data.served += cost;
      this.#handle(socket, frame, now);
      return;
    }
    data.backlog = { frames: [], cost: 0 };
    this.#wait(socket, data.backlog, frame, cost);
    this.#waiting.push(socket);
    this.#schedule();
  }

  /** Handles all that waits of a socket that closes: what its client sent before is not lost. */
  finish(socket: Socket): void {
    const { data } = socket;
    while (data.backlog) this.#handle(socket, nextFrame(data));
  }

  #wait(socket: Socket, backlog: Backlog, frame: Frame, cost: number): void {
    backlog.frames.push(frame);
    backlog.cost += cost;
    if (backlog.cost > MAX_BACKLOG_BYTES && !socket.isPaused) socket.pause();
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
    for (let sockets = this.#waiting.length; sockets > 0 && left > 0; sockets--) {
      const socket = this.#waiting.shift() as Socket;
      // One that has closed meanwhile has been finished.
      if (!socket.data.backlog) continue;
      socket.cork(() => {
        left -= this.#takeTurn(socket);
      });
      if (socket.data.backlog) this.#waiting.push(socket);
    }
  }

  /** @returns what it cost */
  #takeTurn(socket: Socket): number {
    const { data } = socket;
    let cost = 0;
    // A frame may be the end of its session, and finish the backlog.
    while (data.backlog && cost < TURN) {
      const frame = nextFrame(data);
      cost += costOf(frame);
      this.#handle(socket, frame);
    }
    if (!data.backlog && socket.isPaused) socket.resume();
    return cost;
  }
}

/** Takes the next frame off a backlog, and the backlog off the socket with the last. */
function nextFrame(data: SocketData): Frame {
  const backlog = data.backlog as Backlog;
  const frame = backlog.frames.shift() as Frame;
  if (backlog.frames.length === 0) delete data.backlog;
  return frame;
}

/** What it costs to serve a frame, in bytes of text, about. */
function costOf(frame: Frame): number {
  return FRAME_COST + (typeof frame === 'string' ? frame.length : BINARY_FACTOR * frame.length);
}
