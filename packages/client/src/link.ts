import type { ServerMessage } from '@stepstream/protocol';
import type { ClientClock, SocketConstructor, SocketLike } from './options.ts';

/** What a link is told, and whom it tells. */
export interface LinkOptions {
  readonly url: string;
  readonly WebSocket: SocketConstructor;
  readonly clock: ClientClock;
  readonly connectTimeout: number;
  readonly deadAfter: number;
  readonly probeInterval: number;
  onMessage(message: ServerMessage): void;
  /** Nothing has been said for a while; whatever is sent now proves whether the link lives. */
  onIdle(): void;
  /** The link is gone. Told once; nothing is told after it. */
  onEnd(code: number, reason: string): void;
}

/**
 * One connection, from the attempt to its end. It notices by itself when nothing is answered any
 * more: after a change of network a socket may look open for many minutes.
 */
export class Link {
  readonly #options: LinkOptions;
  readonly #socket: SocketLike;
  #timer: unknown;
  /** Frames sent whose answers have not come. */
  #unanswered = 0;
  /** Since when something is owed to us: an answer, or the greeting. */
  #waitingSince: number;
  #greeted = false;
  #ended = false;

  /** @throws what the WebSocket throws for an address that is none */
  constructor(options: LinkOptions) {
    this.#options = options;
    const { clock } = options;
    this.#waitingSince = clock.now();
    this.#socket = new options.WebSocket(options.url);
    this.#socket.addEventListener('message', ({ data }) => this.#receive(data));
    this.#socket.addEventListener('close', ({ code, reason }) => this.#end(code, reason));
    // A close always follows. Without a listener, some WebSockets throw.
    this.#socket.addEventListener('error', () => {});
    this.#watch();
  }

  /** Sends a frame that is going to be answered. */
  send(payload: string | Uint8Array<ArrayBuffer>): void {
    if (this.#unanswered === 0) this.#waitingSince = this.#options.clock.now();
    this.#unanswered++;
    this.#socket.send(payload);
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
    this.#waitingSince = this.#options.clock.now();
    if (message.type === 'session_started') this.#greeted = true;
    else if (isAnswer(message)) this.#unanswered--;
    this.#options.onMessage(message);
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
    const patience = !this.#greeted
      ? connectTimeout
      : this.#unanswered > 0
        ? deadAfter
        : probeInterval;
    const left = this.#waitingSince + patience - clock.now();
    if (left <= 0 && (!this.#greeted || this.#unanswered > 0)) {
      this.#socket.close(1000);
      this.#end(1006, this.#greeted ? 'no answer' : 'no connection in time');
      return;
    }
    if (left <= 0) this.#options.onIdle();
    // What it waits for may change in the meantime, so it looks often enough for all of them.
    const next = Math.min(left > 0 ? left : deadAfter, deadAfter, probeInterval);
    this.#timer = clock.setTimeout(() => this.#watch(), next);
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

/** Messages that answer a frame: each frame has one, in order. Others the server sends unasked. */
const ANSWERS = new Set([
  'step_detection',
  'error',
  'reset_response',
  'stats_response',
  'configure_response',
  'stop_response',
]);

/** Whether a message answers a frame of the client. */
export function isAnswer({ type }: { readonly type: string }): boolean {
  return ANSWERS.has(type);
}
