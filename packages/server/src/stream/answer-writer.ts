import type { ServerMessage } from '@stepstream/protocol';
import type { Detection } from '@stepstream/protocol/codec';
import { envelopeText, writeDetection, writeMessage } from '@stepstream/protocol/codec/server';
import type { Clock, Session } from '../session/index.ts';
import type { MessageBody } from './answers.ts';
import type { FrameObserver } from './frame-observer.ts';
import type { FrameTaps } from './frame-taps.ts';
import type { Socket } from './socket.ts';
import type { TimeStamp } from './time-stamp.ts';

/** With `replies: "steps"`, an answer comes at least this often while samples arrive, in milliseconds. */
const MAX_SILENCE_MS = 1000;

/** What all writers have in common. */
interface WriterContext {
  readonly clock: Clock;
  readonly timeStamp: TimeStamp;
  /** Told of each error that is answered. Default: nobody. */
  readonly frames?: Pick<FrameObserver, 'failed'>;
  /** Who looks at what single sessions are told. Default: nobody. */
  readonly taps?: Pick<FrameTaps, 'of'>;
}

/** Writes to one client what its session has found, as far as the client wants to hear it. */
export class AnswerWriter {
  /** Whether the client knows messages that part 1 of the contract does not. */
  mayHearHints = false;
  readonly #socket: Socket;
  readonly #session: Session;
  readonly #context: WriterContext;
  /** What `writeDetection` puts at the end of each answer; made for the first. */
  #envelope: string | undefined;
  #hintsTold = 0;
  #lastAnswerMs = Number.NEGATIVE_INFINITY;

  constructor(socket: Socket, session: Session, context: WriterContext) {
    this.#socket = socket;
    this.#session = session;
    this.#context = context;
  }

  /** Writes the answer to samples, or none where the client wants to hear of steps alone. */
  detection(detection: Detection): void {
    const { hints, settings, lastActivityMs: now, id, userId } = this.#session;
    if (this.mayHearHints && hints.length > this.#hintsTold) this.#tellHints();
    if (settings.replies === 'steps' && now - this.#lastAnswerMs < MAX_SILENCE_MS) {
      if (detection.steps.length === 0 && detection.rejected.length === 0) return;
    }
    this.#lastAnswerMs = now;
    this.#envelope ??= envelopeText(id, userId);
    this.#send(writeDetection(detection, this.#envelope, this.#context.timeStamp.at(now)));
  }

  /** What was told on an earlier connection is not told again. */
  skipHints(): void {
    this.#hintsTold = this.#session.hints.length;
  }

  /** Writes a message. */
  message(body: MessageBody): void {
    const { id, userId } = this.#session;
    if (body.type === 'error') this.#context.frames?.failed(body.code);
    const message = {
      ...body,
      session_id: id,
      ...(userId !== undefined && { user_id: userId }),
      timestamp: (this.#context.clock.now() / 1000).toFixed(3),
    } as ServerMessage;
    this.#send(writeMessage(message));
  }

  #send(text: string): void {
    this.#socket.send(text);
    this.#context.taps?.of(this.#session.id)?.sent(text);
  }

  /** Tells what seems wrong with the signal, once each. */
  #tellHints(): void {
    const { hints } = this.#session;
    for (const hint of hints.slice(this.#hintsTold)) this.message({ type: 'hint', ...hint });
    this.#hintsTold = hints.length;
  }
}
