import { CLOSE_REASONS, type LiveMessage, type ViewerMessage } from '@stepstream/protocol';
import { liveBackoff, openLiveSocket } from './live-socket.ts';
import { keptToken } from './token.ts';

/** What a session says while somebody looks. */
export type OfSession = Exclude<LiveMessage, { readonly type: 'sessions' }>;

/**
 * One session's signal, beside the list: a view that shows several has one for each. It asks for the list in pages and
 * never for the second, so that a server with thousands of sessions has little to tell it.
 */
export class SessionFeed {
  readonly #id: string;
  readonly #take: (message: OfSession) => void;
  readonly #backoff = liveBackoff();
  #socket: WebSocket | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  /** @param take - told what the session says, until {@link close} */
  constructor(id: string, take: (message: OfSession) => void) {
    this.#id = id;
    this.#take = take;
    this.#connect();
  }

  close(): void {
    this.#isOver = true;
    clearTimeout(this.#retry);
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.CONNECTING) socket?.close();
    // Browsers complain of one that is closed before it was open.
    else socket.onopen = () => socket.close();
  }

  #connect(): void {
    const socket = openLiveSocket();
    this.#socket = socket;
    const say = (message: ViewerMessage) => socket.send(JSON.stringify(message));
    socket.onopen = () => {
      const token = keptToken();
      if (token !== null) say({ action: 'authenticate', token });
    };
    socket.onmessage = ({ data }) => {
      if (this.#isOver) return;
      const message = JSON.parse(data) as LiveMessage;
      if (message.type !== 'sessions') {
        this.#take(message);
        return;
      }
      if (!message.fresh) return;
      this.#backoff.reset();
      // Who is not let in yet may not ask.
      say({ action: 'watch', session_id: this.#id });
    };
    socket.onclose = ({ code }) => {
      // The list's own connection asks for a token.
      if (this.#isOver || code === CLOSE_REASONS.unauthenticated.code) return;
      this.#retry = setTimeout(() => this.#connect(), this.#backoff.next());
    };
  }
}
