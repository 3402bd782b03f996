import { type CloseReason, fault, type SampleBlock } from '@stepstream/protocol';
import type { Beginning, Connection, Resumable, ResumeRequest, Session } from '../session/index.ts';
import { answerRequest } from './answer-request.ts';
import { AnswerWriter } from './answer-writer.ts';
import { errorMessage, greeting, stopResponse } from './answers.ts';
import { closeMessage } from './close-message.ts';
import type { RawFrame } from './frame-backlog.ts';
import { FrameQueue } from './frame-queue.ts';
import { OrderlyClose } from './orderly-close.ts';
import type { Reader } from './outbox.ts';
import { Presence } from './presence.ts';
import { readRawFrame } from './read-raw-frame.ts';
import { refusalOf } from './refusal.ts';
import { renewToken, SessionToken } from './session-token.ts';
import type { Socket, SocketHandler } from './socket.ts';
import type { StreamContext, StreamRequest } from './stream-context.ts';
import { Unreadable } from './unreadable.ts';

/**
 * Answers that may wait for a client that does not read them, in bytes; beyond it the client is not served, nor read
 * from, until it has taken half of them. One that takes nothing for long is closed (4413).
 */
export const MAX_UNREAD_BYTES = 1024 * 1024;

/**
 * The one owner of a client's socket: reads its frames, hands them to the registry, and writes the
 * answers. What a frame says is judged by the codec, what it means by the session; what is told, here.
 */
export class StreamConnection implements Connection, Reader, SocketHandler {
  readonly #context: StreamContext;
  readonly #socket: Socket;
  /** Let go once the session has begun: a connection should hold little. */
  #request: StreamRequest | undefined;
  readonly #queue: FrameQueue;
  readonly address: string | undefined;
  readonly #presence: Presence;
  #session: Session | undefined;
  #writer: AnswerWriter | undefined;
  #token: SessionToken | undefined;
  #wantsCheckpoints = false;
  readonly #unreadable = new Unreadable();
  readonly #closing: OrderlyClose;
  #isClosed = false;
  /** The session is over, and its client is told when that is safe. */
  #isStopping = false;

  constructor(socket: Socket, request: StreamRequest, context: StreamContext) {
    this.#socket = socket;
    this.#request = request;
    this.address = request.address;
    this.#presence = new Presence(context, socket, () => this.#giveWay());
    this.#context = context;
    this.#queue = new FrameQueue(context.scheduler, socket, this);
    this.#closing = new OrderlyClose(socket, context.clock);
  }

  /** The socket is open: the session begins, where there is room for one, or is looked for in the store. */
  open(): void {
    const { userId, resume } = this.#request ?? {};
    const recalled = resume && this.#context.registry.resumption.recall(resume, this.#isWanted);
    if (!recalled) {
      this.#begin(userId, resume);
      return;
    }
    this.#queue.hold();
    void recalled.then((found) => {
      // Whoever has gone meanwhile does not know of a new session, and sends again what nobody has answered.
      if (!this.#isWanted() || (this.#isClosed && 'refusal' in found)) return;
      this.#begin(userId, resume, found);
      this.#queue.release();
      if (this.#isClosed) this.closed();
    });
  }

  /** Whether anybody waits for the session that is looked for, or has sent something for it. */
  readonly #isWanted = () => !this.#isClosed || this.#queue.hasHeld;

  #begin(userId?: string, resume?: ResumeRequest, recalled?: Resumable): void {
    const { registry } = this.#context;
    const refusal = refusalOf(this.#context, this.address, userId, resume);
    if (refusal) {
      this.#close(refusal);
      return;
    }
    const session = registry.begin(this, userId, resume, recalled);
    // Its client has not heard the answer.
    if (session.isStopped && this.#writer) this.#stop(session, this.#writer);
  }

  /** A frame has come. */
  receive(frame: RawFrame): void {
    this.#queue.offer(frame, this.#presence.spoke());
  }

  /** What was sent has gone out. */
  drained(): void {
    this.#closing.drained();
    this.#context.outbox.progressed(this);
    if (this.unreadBytes <= MAX_UNREAD_BYTES / 2) this.#queue.unblock();
  }

  ponged(): void {
    this.#presence.ponged();
  }

  get unreadBytes(): number {
    return this.#socket.getBufferedAmount();
  }

  /** Whether the client takes no more answers for now. Asked after each frame: notes what it does not take. */
  get isBlocked(): boolean {
    const bytes = this.unreadBytes;
    if (bytes === 0) return false;
    this.#context.outbox.note(this, bytes);
    return bytes > MAX_UNREAD_BYTES && !this.#isClosed;
  }

  endSlowReader(isAtOnce: boolean): void {
    this.#queue.drop();
    if (this.#session) this.#context.registry.end(this.#session, 'slow_reader');
    if (isAtOnce) this.#socket.terminate();
  }

  flooded(): void {
    this.#queue.drop();
    if (this.#session) this.#context.registry.end(this.#session, 'rate_limited');
  }

  /** The socket is closed, by whomever. */
  closed(): void {
    this.#isClosed = true;
    this.#presence.leave();
    this.#context.outbox.forget(this);
    this.#closing.closed();
    this.#queue.close(() => this.#disconnect());
  }

  #disconnect(): void {
    const session = this.#session;
    this.#session = undefined;
    this.#writer = undefined;
    this.#token?.stop();
    if (session) this.#context.registry.disconnect(session);
  }

  begin(session: Session, beginning: Beginning): void {
    const writer = new AnswerWriter(this.#socket, session, this.#context);
    writer.mayHearHints = this.#request?.speaksV1 || session.isConfigured;
    if (beginning.resumed) writer.skipHints();
    this.#wantsCheckpoints = this.#request?.checkpoints === true;
    const { token } = this.#request ?? {};
    this.#request = undefined;
    this.#session = session;
    this.#writer = writer;
    const { context, resumption } = this.#context.registry;
    const interval = this.#wantsCheckpoints ? resumption.checkpointSeconds : 0;
    writer.message(greeting(session, beginning, context, interval));
    if (!token) return;
    const parts = { session, writer, token, queue: this.#queue };
    this.#token = new SessionToken(this.#context, parts);
  }

  saved(requests: number): void {
    if (!this.#wantsCheckpoints || !this.#session) return;
    this.#writer?.message({ type: 'checkpoint', total_requests: requests });
  }

  end(reason: CloseReason, reconnectAfterMs?: number): void {
    if (!this.#writer) return;
    const { timeoutSeconds } = this.#context.registry.context;
    const last = closeMessage(reason, { timeoutSeconds, reconnectAfterMs });
    if (last) this.#writer.message(last);
    if (this.#isStopping) this.#session = undefined;
    else this.#close(reason);
  }

  hold(): void {
    this.#session = undefined;
  }

  settle(): void {
    if (this.#isClosed) this.#queue.finish();
  }

  leave(): void {
    this.#close('replaced');
  }

  /**
   * Serves a frame to its end. Never throws.
   *
   * @param arrivedMs when it came, on the monotonic clock; and `nowMs`, where that has just been read
   */
  handle(frame: RawFrame, arrivedMs: number, nowMs?: number): void {
    const session = this.#session;
    const writer = this.#writer;
    if (!session || !writer) return;
    const { registry, hooks, frames, taps } = this.#context;
    try {
      const read = readRawFrame(frame, session.settings, this.#context);
      taps?.of(session.id)?.received(frame, read.kind);
      if (read.kind === 'authenticate') {
        renewToken(this.#token, read.token, writer);
        return;
      }
      registry.touch(session, nowMs);
      if (read.kind === 'samples') this.#answerSamples(session, writer, read);
      else if (read.kind === 'stop') this.#stop(session, writer);
      else answerRequest(read, session, writer, this.#context);
      if (this.#unreadable.isTooMuch(read) && this.#session) registry.end(session, 'unreadable');
      frames?.served(arrivedMs, frame, read.kind, session);
    } catch (error) {
      hooks.emit('error', session.id, error, { during: 'frame', session: session.id });
      const failed = fault('internal_error', 'The server failed on this message');
      if (this.#session) writer.message(errorMessage(session, failed));
    }
  }

  #answerSamples(session: Session, writer: AnswerWriter, block: SampleBlock): void {
    const result = this.#context.registry.push(session, block);
    // A listener may have ended the session; then there is nobody to answer.
    if (!this.#session) return;
    if (result.kind === 'detection') writer.detection(result);
    else writer.message(errorMessage(session, result));
    if (session.hasExceededRefusals) this.#context.registry.end(session, 'rate_limited');
  }

  /**
   * A client that keeps what is not safe hears of the end once it is: then it keeps nothing any more. Should the
   * answer be lost, it comes back, and is told again.
   */
  #stop(session: Session, writer: AnswerWriter): void {
    const { registry } = this.#context;
    const steps = registry.finish(session);
    // A listener that was told of them may have ended the session.
    if (!this.#session) return;
    const answer = stopResponse(session, steps);
    this.#isStopping = this.#wantsCheckpoints && registry.resumption.checkpointSeconds > 0;
    if (!this.#isStopping) writer.message(answer);
    registry.end(session, 'stopped', this.#isStopping);
    if (!this.#isStopping) return;
    void registry.resumption.settled().then(() => {
      if (this.#isClosed) return;
      writer.message(answer);
      this.#close('stopped');
    });
  }

  #giveWay(): void {
    if (this.#session) this.#context.registry.end(this.#session, 'server_full');
    else this.#socket.terminate();
  }

  #close(reason: CloseReason): void {
    this.#session = undefined;
    this.#token?.stop();
    this.#closing.close(reason);
  }
}
