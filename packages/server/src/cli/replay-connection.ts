import type { ErrorMessage, ServerMessage, Settings, StepDetection } from '@stepstream/protocol';
import { describeClose } from './describe-close.ts';
import { ReplayError } from './replay-error.ts';

/** How long the server may take to begin a session, or to answer a stop, in ms. */
const PATIENCE_MS = 10_000;

/** What each answer is handed to. */
export interface AnswerHandlers {
  onDetection(answer: StepDetection): void;
  onFault(fault: ErrorMessage): void;
}

/** One session with a server, from the sender's side: counts what has not been answered yet. */
export class ReplayConnection {
  /** Frames sent and not yet answered. */
  unanswered = 0;
  readonly #socket: WebSocket;
  readonly #url: string;
  readonly #handlers: AnswerHandlers;
  #started = false;
  #stopped = false;
  /** Why nothing more can be sent; undefined while all is well. */
  #failure: ReplayError | undefined;
  /** The last thing the server said unasked, to explain a close. */
  #farewell = '';
  /** What the runtime said of a handshake that failed. */
  #refusal = '';
  #changed = Promise.withResolvers<void>();

  private constructor(url: string, handlers: AnswerHandlers) {
    this.#url = url;
    this.#handlers = handlers;
    this.#socket = new WebSocket(url);
    this.#socket.onmessage = ({ data }) => this.#receive(String(data));
    this.#socket.onclose = ({ code, reason }) => this.#closed(code, reason);
    // A close always follows; only of a refused handshake does the error tell more.
    this.#socket.onerror = (event) => {
      this.#refusal = 'message' in event ? String(event.message) : '';
    };
  }

  /**
   * Connects and waits for the session to begin.
   *
   * @throws {ReplayError} when nothing answers there, or not as a step-detection server
   */
  static async open(url: string, handlers: AnswerHandlers): Promise<ReplayConnection> {
    const connection = new ReplayConnection(url, handlers);
    try {
      await connection.until(() => connection.#started, 'did not begin a session');
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  }

  /** Sends a frame that will be answered. */
  send(payload: string | Uint8Array<ArrayBuffer>): void {
    if (this.#failure) throw this.#failure;
    this.unanswered++;
    this.#socket.send(payload);
  }

  /** Tells the server of the samples to come, and waits until it has understood. */
  async configure(settings: Partial<Settings>): Promise<void> {
    this.send(JSON.stringify({ action: 'configure', ...settings }));
    await this.until(() => this.unanswered === 0);
  }

  /** Says stop and waits until the server has said goodbye; what is unanswered is answered before. */
  async stop(): Promise<void> {
    this.#socket.send('{"action":"stop"}');
    await this.until(() => this.#stopped, 'did not answer the stop');
  }

  /** Closes the socket; safe to call at any time. */
  close(): void {
    this.#socket.close();
  }

  /**
   * Waits until a condition holds that answers, or {@link wake}, bring about.
   *
   * @param silence - what the server did, should it say nothing at all for 10 s
   * @throws {ReplayError} when the connection fails first, or the server is silent for too long
   */
  async until(condition: () => boolean, silence = 'has stopped answering'): Promise<void> {
    while (!condition()) {
      if (this.#failure) throw this.#failure;
      if (await this.#changesWithin(PATIENCE_MS)) continue;
      throw new ReplayError(
        `the server at ${this.#url} ${silence} within ${PATIENCE_MS / 1000} s: is it overloaded?`,
      );
    }
  }

  /**
   * Waits for some time, or until a condition holds that answers or {@link wake} bring about.
   *
   * @throws {ReplayError} when the connection fails meanwhile
   */
  async sleep(ms: number, isOver: () => boolean): Promise<void> {
    const end = performance.now() + ms;
    for (let left = ms; left > 0 && !isOver(); left = end - performance.now()) {
      if (this.#failure) throw this.#failure;
      await this.#changesWithin(left);
    }
  }

  /** Lets whoever waits look at their condition again. */
  wake(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }

  /** Whether anything came, or the connection ended, within so many milliseconds. */
  async #changesWithin(ms: number): Promise<boolean> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), ms);
    });
    const changed = this.#changed.promise.then(() => true);
    try {
      return await Promise.race([changed, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #receive(text: string): void {
    const message = parse(text);
    switch (message?.type) {
      case 'session_started':
        this.#started = true;
        break;
      case 'step_detection':
        this.unanswered--;
        this.#handlers.onDetection(message);
        break;
      case 'error':
        this.unanswered--;
        this.#handlers.onFault(message);
        break;
      case 'configure_response':
        this.unanswered--;
        break;
      case 'stop_response':
        this.#stopped = true;
        break;
      default:
        if (message && 'message' in message) this.#farewell = String(message.message);
    }
    this.wake();
  }

  #closed(code: number, reason: string): void {
    this.#failure = new ReplayError(
      this.#started
        ? `the server closed the connection early: ${describeClose(code, this.#farewell || reason)}`
        : this.#neverStarted(),
    );
    this.wake();
  }

  #neverStarted(): string {
    const status = /status code: (\d+)/.exec(this.#refusal)?.[1];
    if (status === undefined) {
      return `nothing answers at ${this.#url}: start one with 'npm start'`;
    }
    const hint = 'check the address, it mostly ends in /ws/realtime';
    return `${this.#url} is no stream of a step-detection server (HTTP ${status}): ${hint}`;
  }
}

function parse(text: string): ServerMessage | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
