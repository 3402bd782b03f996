import {
  CLOSE_REASONS,
  type CloseReason,
  type Fault,
  fault,
  type SampleBlock,
} from '@stepstream/protocol';
import { type ClientFrame, readBinaryFrame, readFrame } from '@stepstream/protocol/codec';
import type { Hooks } from '../hooks/index.ts';
import type {
  Beginning,
  Clock,
  Connection,
  ResumeRequest,
  Session,
  SessionRegistry,
  Timer,
} from '../session/index.ts';
import { AnswerWriter } from './answer-writer.ts';
import {
  configureResponse,
  errorMessage,
  greeting,
  resetResponse,
  statsResponse,
  stopResponse,
} from './answers.ts';
import { closeMessage } from './close-message.ts';
import { FrameQueue, type RawFrame, type Scheduler } from './scheduler.ts';
import type { Socket, SocketHandler } from './socket.ts';
import type { TimeStamp } from './time-stamp.ts';

/** What all connections of a server share. */
export interface StreamContext {
  readonly registry: SessionRegistry;
  readonly hooks: Hooks;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  /** Frames over this are answered with an error. */
  readonly maxFrameBytes: number;
  /** The time that answers to samples carry. */
  readonly timeStamp: TimeStamp;
  /** Where each frame's samples are put. */
  readonly block: SampleBlock;
}

/** What a client asked for when it connected. */
export interface StreamRequest {
  readonly userId: string | undefined;
  /** The session that the client wants to go on with. */
  readonly resume: ResumeRequest | undefined;
  /** Whether it speaks `stepstream.v1`, and so may be told what part 1 does not know. */
  readonly speaksV1: boolean;
  /** Whether it wants to be told up to where its session has been saved. */
  readonly checkpoints: boolean;
  /** Why it gets no session, where it was not let in. */
  readonly refusal?: CloseReason | undefined;
}

/** After this many unreadable frames in a row the other side does not speak our language. */
const MAX_CONSECUTIVE_UNREADABLE = 1000;
/** Faults of frames that can't even be taken apart. */
const UNREADABLE: ReadonlySet<string> = new Set(['invalid_json', 'invalid_binary', 'too_large']);
/** Answers that may wait for a slow reader, in bytes; beyond it the session ends (close 4413). */
export const MAX_BACKLOG_BYTES = 8 * 1024 * 1024;
/** How long a client that is to be closed gets to read what is on its way, in milliseconds. */
const CLOSE_TIMEOUT_MS = 10_000;

/**
 * The one owner of a client's socket: reads its frames, hands them to the registry, and writes the
 * answers. What a frame says is judged by the codec, what it means by the session; what is told, here.
 */
export class StreamConnection implements Connection, SocketHandler {
  readonly #context: StreamContext;
  readonly #socket: Socket;
  /** Let go once the session has begun: a connection should hold little. */
  #request: StreamRequest | undefined;
  readonly #queue: FrameQueue;
  #session: Session | undefined;
  #writer: AnswerWriter | undefined;
  #consecutiveUnreadable = 0;
  /** A close that waits until what was sent before it has gone out. */
  #closing: { readonly close: () => void; readonly timeout: Timer } | undefined;

  constructor(socket: Socket, request: StreamRequest, context: StreamContext) {
    this.#socket = socket;
    this.#request = request;
    this.#context = context;
    this.#queue = new FrameQueue(context.scheduler, socket, this);
  }

  /** The socket is open: the session begins, where there is room for one. */
  open(): void {
    const { registry } = this.#context;
    const { userId, resume, refusal } = this.#request ?? {};
    const reason = refusal ?? registry.refusal(userId, resume);
    if (reason) this.#socket.close(CLOSE_REASONS[reason].code, reason);
    else registry.begin(this, userId, resume);
  }

  /** A frame has come. */
  receive(frame: RawFrame): void {
    this.#queue.offer(frame, this.#context.clock.monotonic());
  }

  /** What was sent has gone out. */
  drained(): void {
    if (this.#closing && this.#socket.getBufferedAmount() === 0) this.#closing.close();
  }

  /** The socket is closed, by whomever. */
  closed(): void {
    this.#queue.finish();
    this.#closing?.timeout.cancel();
    const session = this.#session;
    this.#session = undefined;
    this.#writer = undefined;
    if (session) this.#context.registry.disconnect(session);
  }

  begin(session: Session, beginning: Beginning): void {
    const writer = new AnswerWriter(this.#socket, session, this.#context);
    writer.mayHearHints = this.#request?.speaksV1 || session.isConfigured;
    if (beginning.resumed) writer.skipHints();
    this.#request = undefined;
    this.#session = session;
    this.#writer = writer;
    writer.message(greeting(session, beginning, this.#context.registry.context));
  }

  end(reason: CloseReason, reconnectAfterMs?: number): void {
    if (!this.#writer) return;
    const { timeoutSeconds } = this.#context.registry.context;
    const last = closeMessage(reason, { timeoutSeconds, reconnectAfterMs });
    if (last) this.#writer.message(last);
    this.#close(reason);
  }

  hold(): void {
    this.#session = undefined;
  }

  leave(): void {
    this.#close('replaced');
  }

  /**
   * Serves a frame to its end. Never throws.
   *
   * @param nowMs the clock's monotonic time, where it has just been read
   */
  handle(frame: RawFrame, nowMs?: number): void {
    const session = this.#session;
    const writer = this.#writer;
    if (!session || !writer) return;
    const { registry, hooks } = this.#context;
    try {
      const read = this.#read(frame, session);
      registry.touch(session, nowMs);
      if (read.kind === 'samples') this.#answerSamples(session, writer, read);
      else this.#answer(session, writer, read);
      this.#endIfOver(read);
    } catch (error) {
      hooks.emit('error', session.id, error, { during: 'frame', session: session.id });
      const failed = fault('internal_error', 'The server failed on this message');
      if (this.#session) writer.message(errorMessage(session, failed));
    }
  }

  #read(frame: RawFrame, { settings }: Session): ClientFrame {
    const { maxFrameBytes, block } = this.#context;
    if (byteLength(frame, maxFrameBytes) > maxFrameBytes) return tooLarge(maxFrameBytes);
    return typeof frame === 'string'
      ? readFrame(frame, settings, block)
      : readBinaryFrame(frame, settings, block);
  }

  #answerSamples(session: Session, writer: AnswerWriter, block: SampleBlock): void {
    const { registry } = this.#context;
    const result = registry.push(session, block);
    // A listener may have ended the session; then there is nobody to answer.
    if (!this.#session) return;
    if (result.kind === 'detection') writer.detection(result);
    else writer.message(errorMessage(session, result));
    if (session.hasExceededRefusals) registry.end(session, 'rate_limited');
  }

  #answer(session: Session, writer: AnswerWriter, frame: Exclude<ClientFrame, SampleBlock>): void {
    const { registry } = this.#context;
    switch (frame.kind) {
      case 'configure':
        session.configure(frame.changes);
        writer.mayHearHints = true;
        writer.message(configureResponse(session));
        break;
      case 'reset':
        session.reset();
        writer.message(resetResponse());
        break;
      case 'stats': {
        const { size: activeSessions, totalRequests } = registry;
        writer.message(statsResponse(session, { activeSessions, totalRequests }));
        break;
      }
      case 'ping':
        writer.message({ type: 'pong' });
        break;
      case 'stop': {
        const steps = registry.finish(session);
        // A listener that was told of them may have ended the session.
        if (this.#session) writer.message(stopResponse(session, steps));
        registry.end(session, 'stopped');
        break;
      }
      case 'fault':
        writer.message(errorMessage(session, frame));
        break;
    }
  }

  /** Ends the session of a client that does not speak our language, or does not listen. */
  #endIfOver(frame: ClientFrame): void {
    const session = this.#session;
    if (!session) return;
    const { registry } = this.#context;
    const unreadable = frame.kind === 'fault' && UNREADABLE.has(frame.code);
    this.#consecutiveUnreadable = unreadable ? this.#consecutiveUnreadable + 1 : 0;
    if (this.#consecutiveUnreadable >= MAX_CONSECUTIVE_UNREADABLE) {
      registry.end(session, 'unreadable');
    } else if (this.#socket.getBufferedAmount() > MAX_BACKLOG_BYTES) {
      registry.end(session, 'slow_reader');
    }
  }

  /** Closes once what was sent has gone out, but does not wait for ever. */
  #close(reason: CloseReason): void {
    this.#session = undefined;
    const socket = this.#socket;
    const close = () => socket.close(CLOSE_REASONS[reason].code, reason);
    // Read from it again, or the client's own close frame would never be seen.
    if (socket.isPaused) socket.resume();
    const isAllOut = socket.getBufferedAmount() === 0;
    // Node tells that all is out only of what filled its buffer.
    if (isAllOut || socket.closesInOrder) close();
    if (isAllOut) return;
    const timeout = this.#context.clock.after(CLOSE_TIMEOUT_MS, () => socket.terminate());
    this.#closing = { close, timeout };
  }
}

function tooLarge(limit: number): Fault {
  return fault('too_large', `The message is longer than ${limit} bytes`);
}

/** The size of a message in UTF-8; exact only where it may be over `limit`, for exactness costs. */
function byteLength(frame: RawFrame, limit: number): number {
  if (typeof frame !== 'string') return frame.byteLength;
  return frame.length * 3 <= limit ? frame.length : Buffer.byteLength(frame);
}
