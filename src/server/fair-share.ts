import type { ServerWebSocket } from 'bun';
import type { SocketData } from './socket-data.ts';

type Socket = ServerWebSocket<SocketData>;
type Frame = string | Buffer;
/** Handles a frame to its end; `now` is the time, where it has just been read. */
type Handle = (socket: Socket, frame: Frame, now?: number) => void;

/**
 * A client's share: what it may cost in {@link WINDOW} before its frames have to wait for their turn;
 * and the size of a turn. Some 100 lone samples, or 500 in batches: about half a millisecond.
 */
const SHARE = 32 * 1024;
/** In milliseconds; longer than a turn of everybody. */
const WINDOW = 10;
/** What all turns together may cost before sockets are looked at again: some 2 ms. */
const ALL_TURNS = 4 * SHARE;
/** What a frame costs beside its bytes. */
const FRAME_COST = 160;
/** A byte of a binary frame stands for more samples than one of text. */
const BINARY_FACTOR = 4;

/**
 * Serves each client's frames in order, and no client for long while others wait.
 *
 * A frame is mostly handled at once. A client that has had its share lately is not read from any more
 * (so that TCP slows it down), and the frames that were read already (at most what one read brings,
 * 512 KiB) wait in its backlog. Backlogs are worked off in turns, between which the event loop looks at
 * all other sockets. So a client that floods gets whatever time is left, and is never refused for it.
 */
export class FairShare {
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
    if (data.backlog) {
      data.backlog.push(frame);
      return;
    }
    if (!(now - (data.servedSince ?? 0) < WINDOW)) {
      data.servedSince = now;
      data.served = 0;
    }
    data.served = (data.served ?? 0) + costOf(frame);
    // The first in a while is always served, however large.
    if (data.served <= SHARE || data.served === costOf(frame)) {
      this.#handle(socket, frame, now);
      return;
    }
    data.backlog = [frame];
    socket.pause();
    this.#waiting.push(socket);
    this.#schedule();
  }

  /** Handles all that waits of a socket that closes: what its client sent before is not lost. */
  finish(socket: Socket): void {
    const { backlog } = socket.data;
    if (!backlog) return;
    delete socket.data.backlog;
    for (const frame of backlog) this.#handle(socket, frame);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#takeTurns();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #takeTurns(): void {
    let left = ALL_TURNS;
    for (let sockets = this.#waiting.length; sockets > 0 && left > 0; sockets--) {
      const socket = this.#waiting.shift() as Socket;
      // One that has closed meanwhile has been finished.
      if (!socket.data.backlog) continue;
      socket.cork(() => {
        left -= this.#takeTurn(socket, socket.data.backlog as Frame[]);
      });
      if (socket.data.backlog) this.#waiting.push(socket);
    }
  }

  /** @returns what it cost */
  #takeTurn(socket: Socket, backlog: Frame[]): number {
    let cost = 0;
    let handled = 0;
    while (handled < backlog.length && cost < SHARE) {
      const frame = backlog[handled] as Frame;
      handled++;
      cost += costOf(frame);
      this.#handle(socket, frame);
    }
    backlog.splice(0, handled);
    if (backlog.length === 0) {
      delete socket.data.backlog;
      if (socket.isPaused) socket.resume();
    }
    return cost;
  }
}

/** What it costs to serve a frame, in bytes of text, about. */
function costOf(frame: Frame): number {
  return FRAME_COST + (typeof frame === 'string' ? frame.length : BINARY_FACTOR * frame.length);
}
