import type { ErrorMessage, ServerMessage } from '@stepstream/protocol';
import type { ClientClock, SocketConstructor, SocketLike } from './options.ts';
import { openSocket } from './tokens.ts';

/** What a link is told, and whom it tells. */
export interface LinkOptions {
  readonly url: string;
  /** What is said first, after who the client is. */
  readonly opening?: string | undefined;
  /** What says who the client is, where that is wanted. */
  readonly token: string | undefined;
  readonly WebSocket: SocketConstructor;
  readonly clock: ClientClock;
  readonly connectTimeout: number;
  readonly deadAfter: number;
  readonly probeInterval: number;
  onMessage(message: ServerMessage): void;
  /** Nothing has been said for a while; a request that is sent now proves whether the link lives. */
  onSilence(): void;
  /** The link is gone. Told once; nothing is told after it. */
  onEnd(code: number, reason: string): void;
}

/**
 * The server need not answer each frame of samples, so of a silence the other side is asked when this
 * share of `deadAfter` has passed.
 */
const ASK_SHARE = 0.4;

/**
 * One connection, from the attempt to its end. It notices by itself when nothing is answered any
 * more: after a change of network a socket may look open for many minutes.
 */
export class Link {
  readonly #options: LinkOptions;
  readonly #socket: SocketLike;
  #timer: unknown;
  /** Whether something is owed to us: an answer, or the greeting. */
  #waiting = true;
  /** Since when nothing has come; while nothing is owed, since when it is quiet. */
  #since: number;
  /** Whether this silence has been asked about. */
  #asked = false;
  #greeted = false;
  #ended = false;

  /** @throws what the WebSocket throws for an address that is none */
  constructor(options: LinkOptions) {
    this.#options = options;
    const { clock } = options;
    this.#since = clock.now();
    this.#socket = openSocket(options);
    this.#socket.addEventListener('message', ({ data }) => this.#receive(data));
    this.#socket.addEventListener('close', ({ code, reason }) => this.#end(code, reason));
    this.#socket.addEventListener('error', () => this.#failed());
    this.#watch();
  }

  /** Sends a frame that is going to be answered, if only together with a later one. */
  send(payload: string | Uint8Array<ArrayBuffer>): void {
    if (!this.#waiting) this.#since = this.#options.clock.now();
    this.#waiting = true;
    this.#socket.send(payload);
  }

  /** Sends a frame whose answer nobody waits for. */
  say(payload: string): void {
    this.#socket.send(payload);
  }

  /** All that was sent has been answered. */
  settled(): void {
    this.#waiting = false;
  }

  /** Closes without a further word; `onEnd` is not told. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.clock.clearTimeout(this.#timer);
    this.#socket.close(1000);
  }

  #receive(data: unknown): void {
    const message = this.#ended ? undefined : parse(data);
    if (!message) return;
    this.#since = this.#options.clock.now();
    this.#asked = false;
    if (message.type === 'session_started') this.#greeted = true;
    this.#options.onMessage(message);
  }

  /** Mostly a close follows at once, and tells more. Node's own WebSocket has none for a failed attempt. */
  #failed(): void {
    if (this.#greeted || this.#ended) return;
    this.#options.clock.setTimeout(() => this.#end(1006, ''), 0);
  }

  #end(code: number, reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.clock.clearTimeout(this.#timer);
    this.#options.onEnd(code, reason);
  }

  /** Looks again when the link may have been silent for too long. */
  #watch(): void {
    const { clock, connectTimeout, deadAfter, probeInterval } = this.#options;
    const silence = clock.now() - this.#since;
    const patience = this.#greeted ? deadAfter : connectTimeout;
    if (this.#waiting && silence >= patience) {
      this.#socket.close(1000);
      this.#end(1006, this.#greeted ? 'no answer' : 'no connection in time');
      return;
    }
    const askAfter = this.#waiting ? ASK_SHARE * deadAfter : probeInterval;
    if (this.#greeted && !this.#asked && silence >= askAfter) {
      this.#asked = true;
      this.#options.onSilence();
    }
    // What it waits for may change in the meantime, so it looks often enough for all of them.
    const next = [patience - silence, askAfter - silence].filter((left) => left > 0);
    const most = Math.min(ASK_SHARE * deadAfter, probeInterval);
    this.#timer = clock.setTimeout(() => this.#watch(), Math.min(most, ...next));
  }
}

/** What is no message of a Stepstream server is passed over. */
function parse(data: unknown): ServerMessage | undefined {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}

/** Messages that answer a frame, in order. Others the server sends unasked. */
const ANSWER = /^(step_detection|error|(reset|stats|configure|stop)_response)$/;

/** Whether a message refuses a token, and so nothing that was sent to be counted. */
export function isTokenRefusal(message: ServerMessage): message is ErrorMessage {
  return message.type === 'error' && message.code === 'unauthenticated';
}

/** Whether a message answers a frame of the client. */
export function isAnswer({ type }: { readonly type: string }): boolean {
  return ANSWER.test(type);
}
