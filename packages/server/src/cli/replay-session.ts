import { connect, type StateEvent, type StepstreamClient } from '@stepstream/client';
import type { Settings } from '@stepstream/protocol';
import { describeClose } from './describe-close.ts';
import { HandshakeSocket } from './handshake-socket.ts';
import { ReplayError } from './replay-error.ts';

/** How long the server may take to begin a session, to come back, or to answer. */
const PATIENCE_MS = 10_000;
/** How long it may take to greet. One that waits for a token says nothing. */
const GREETING_MS = 8000;
/** Somebody watches: a server that is back is found within this time, whatever the attempts before. */
const MAX_RETRY_DELAY_MS = 1000;
/** A recording comes as fast as it is answered: much more of it waits, and is kept until it is saved. */
const MAX_SAMPLES = 1_000_000;

/** What a replay says of itself to the server. */
export interface ReplaySessionOptions {
  readonly url: string;
  readonly user: string | undefined;
  /** Who streams, for a server that wants to know. */
  readonly token: string | undefined;
  readonly gravity: Settings['gravity'];
  /** Samples a frame. */
  readonly batch: number;
  readonly binary: boolean;
}

/**
 * A client's session, as a replay needs it: a server that is not there, or that goes away for good,
 * ends it with one sentence. A link that is lost and comes back does not.
 */
export class ReplaySession {
  readonly client: StepstreamClient;
  /** Rejects with a {@link ReplayError} once the session can't go on; else never settles. */
  readonly failed: Promise<never>;
  readonly #url: string;
  readonly #fail: (error: ReplayError) => void;
  readonly #started = Promise.withResolvers<void>();
  #hasStarted = false;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #stopping = false;

  constructor({ url, user, token, gravity, batch, binary }: ReplaySessionOptions) {
    const { promise, reject } = Promise.withResolvers<never>();
    this.failed = promise;
    // Whoever waits for something else at that time hears of it later.
    promise.catch(() => {});
    this.#fail = reject;
    this.#url = url;
    this.client = connect(url, {
      WebSocket: HandshakeSocket,
      // Every frame is answered, so that the report can say how far the server has come.
      replies: 'every_frame',
      settings: gravity === 'excluded' ? { gravity } : {},
      batchInterval: 0,
      maxBatch: batch,
      binary,
      connectTimeout: GREETING_MS,
      maxDelay: MAX_RETRY_DELAY_MS,
      maxQueue: MAX_SAMPLES,
      maxKept: MAX_SAMPLES,
      ...(user !== undefined && { user }),
      ...(token !== undefined && { token }),
    });
    this.client.on('state', (event) => this.#stateChanged(event));
    this.client.on('update', () => {
      if (this.#stopping) this.#expectWithin('did not answer the stop');
    });
    this.#expectWithin('did not begin a session');
  }

  /**
   * Waits until the session has begun.
   *
   * @throws {ReplayError} when nothing answers there, or not as a step-detection server
   */
  begun(): Promise<void> {
    return this.orFail(this.#started.promise);
  }

  /** Waits for something, or until the session fails. @throws {ReplayError} */
  orFail<Value>(awaited: Promise<Value>): Promise<Value> {
    return Promise.race([awaited, this.failed]);
  }

  /** Says stop, and waits until all is answered. @throws {ReplayError} */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#expectWithin('did not answer the stop');
    await this.orFail(this.client.stop());
    this.#expectNothing();
  }

  /** Closes the connection; safe to call at any time. */
  close(): void {
    this.#expectNothing();
    this.client.stop({ signal: AbortSignal.abort() });
  }

  #stateChanged({ state, code = 1006, reason = '', retryIn = 0 }: StateEvent): void {
    if (state === 'open') {
      this.#hasStarted = true;
      if (this.#stopping) this.#expectWithin('did not answer the stop');
      else this.#expectNothing();
      this.#started.resolve();
    } else if (state === 'offline' && !this.#hasStarted) {
      this.#fail(this.#neverStarted());
    } else if (state === 'offline' && this.#patience === undefined) {
      const silence = `closed the connection (${describeClose(code, reason)}), and is not back`;
      // A server that drains says when to come back.
      this.#expectWithin(silence, PATIENCE_MS + retryIn);
    } else if (state === 'closed' && code !== 1000) {
      const why = describeClose(code, reason);
      this.#fail(new ReplayError(`the server closed the connection early: ${why}`));
    }
  }

  /** @param silence what the server has done, should it be silent for too long */
  #expectWithin(silence: string, patience = PATIENCE_MS): void {
    this.#expectNothing();
    this.#patience = setTimeout(() => {
      const seconds = Math.round(patience / 1000);
      const text = `the server at ${this.#url} ${silence} within ${seconds} s: is it overloaded?`;
      this.#fail(new ReplayError(text));
    }, patience);
  }

  #expectNothing(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
  }

  #neverStarted(): ReplayError {
    const { status, accepted } = HandshakeSocket;
    if (accepted) {
      const hint = 'it may want to know who streams: give a token with --token';
      return new ReplayError(`the server at ${this.#url} began no session: ${hint}`);
    }
    if (status === undefined) {
      return new ReplayError(
        `nothing answers at ${this.#url}: start one with 'npx stepstream serve'`,
      );
    }
    const hint = 'check the address, it mostly ends in /ws/realtime';
    const text = `${this.#url} is no stream of a step-detection server (HTTP ${status}): ${hint}`;
    return new ReplayError(text);
  }
}
