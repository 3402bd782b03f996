import type { ServerMessage, Settings, StepDetection } from '@stepstream/protocol';
import { streamUrl } from '../page-config.ts';

/** A connection that ended when it should not have. */
export class ConnectionLost extends Error {
  /** The close code. */
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.name = 'ConnectionLost';
    this.code = code;
  }
}

/** Told of what the server answers. */
export interface StreamHandlers {
  onStarted?(sessionId: string): void;
  /** The answer to the oldest frame that had none. */
  onDetection(detection: StepDetection): void;
  /** The connection has ended before {@link StreamConnection.stop} was called. */
  onLost(error: ConnectionLost): void;
}

/** A session with the server, as any client has it. */
export class StreamConnection {
  readonly #socket: WebSocket;
  readonly #handlers: StreamHandlers;
  readonly #opened = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<void>();
  #room = Promise.withResolvers<void>();
  #unanswered = 0;
  #stopping = false;
  #farewell = '';

  /** @param user - the name under which the session is listed */
  constructor(user: string, handlers: StreamHandlers) {
    this.#handlers = handlers;
    this.#socket = new WebSocket(`${streamUrl()}/${encodeURIComponent(user)}`);
    this.#socket.onmessage = ({ data }) => this.#receive(JSON.parse(data) as ServerMessage);
    this.#socket.onclose = ({ code }) => this.#end(code);
  }

  /** Resolves when the server has greeted; rejects when it never does. */
  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  /** Sends a frame that the server will answer; tells whether it could. */
  send(frame: object): boolean {
    if (this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#unanswered++;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Changes the session's settings, before the first sample. */
  configure(settings: Partial<Settings>): void {
    this.#socket.send(JSON.stringify({ action: 'configure', ...settings }));
  }

  /** Waits until fewer than `limit` frames are without an answer. */
  async room(limit: number): Promise<void> {
    while (this.#unanswered >= limit) await this.#room.promise;
  }

  /** Ends the session, after all answers have come. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify({ action: 'stop' }));
    } else {
      this.#socket.close();
    }
    await this.#closed.promise;
  }

  #receive(message: ServerMessage): void {
    switch (message.type) {
      case 'session_started':
        this.#handlers.onStarted?.(message.session_id);
        this.#opened.resolve();
        break;
      case 'step_detection':
        this.#answered();
        this.#handlers.onDetection(message);
        break;
      case 'error':
        this.#answered();
        this.#farewell = message.error;
        break;
      default:
        if ('message' in message) this.#farewell = message.message;
    }
  }

  #answered(): void {
    this.#unanswered--;
    this.#room.resolve();
    this.#room = Promise.withResolvers();
  }

  #end(code: number): void {
    const error = new ConnectionLost(
      code,
      this.#farewell || 'The connection to the server is lost',
    );
    this.#unanswered = 0;
    this.#room.resolve();
    this.#opened.reject(error);
    // Whoever waits for the greeting hears of it; nobody has to.
    this.#opened.promise.catch(() => {});
    this.#closed.resolve();
    if (!this.#stopping) this.#handlers.onLost(error);
  }
}
