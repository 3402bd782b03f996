import { CadenceMeter, type DetectorModel, lookAhead, StepDetector } from '@stepstream/detector';
import {
  DEFAULT_SETTINGS,
  type Fault,
  fault,
  magnitudeAt,
  type RefusalReason,
  ROW_LENGTH,
  type SampleBlock,
  type ServerMessage,
  type SessionStarted,
  type Settings,
  type Step,
} from '@stepstream/protocol';
import type { ClientFrame } from '@stepstream/protocol/codec';
import { ArrivalClock } from './arrival-clock.ts';
import type { Clock } from './clock.ts';
import { closeMessage } from './close-message.ts';
import type { EndReason } from './close-reasons.ts';
import { type Detected, detection, stepMessage } from './detection.ts';
import { detectionText } from './detection-text.ts';
import type { MessageBody } from './message-body.ts';
import type { SessionObserver } from './observer.ts';
import { RateLimit } from './rate-limit.ts';
import { RecentSteps } from './recent-steps.ts';
import { createResumeToken } from './resume.ts';
import type { TimeStamp } from './time-stamp.ts';

/** What a session shares with all others of its server. */
export interface SessionContext {
  readonly clock: Clock;
  readonly model: DetectorModel;
  /** Seconds of silence after which a session ends. */
  readonly timeoutSeconds: number;
  /** Samples a second that a client may send in the long run; 0 for as many as it can. */
  readonly maxRate?: number;
  /** The time that answers to samples carry. */
  readonly timeStamp: TimeStamp;
  /** Seconds for which a session can be resumed once its connection is lost; 0 for not at all. */
  readonly resumeSeconds: number;
  /** Sessions that are live now. */
  activeSessions(): number;
  /** Messages of all clients since the server began. */
  totalRequests(): number;
}

/** With `replies: "steps"`, an answer comes at least this often while samples arrive, in ms. */
const LONGEST_SILENCE = 1000;

/** Steps that a cadence is measured on: as many as its median is of, and the one before them. */
const CADENCE_STEPS = 8;

const NO_STEPS: readonly Step[] = [];

/**
 * One person's connection to a detector: counts, settings, actions. It knows frames and messages,
 * and no socket.
 */
export class Session {
  readonly id: string;
  /** The user that the connection named, if it named one. */
  readonly userId: string | undefined;
  /** The secret by which a client that comes back proves that the session is its own. */
  readonly resumeToken: string | undefined;
  /** Told of each sample while somebody watches this session. */
  observer: SessionObserver | null = null;

  readonly #context: SessionContext;
  readonly #createdAt: number;
  readonly #startedAt: number;
  #lastActivityAt: number;
  #lastAnswerAt = Number.NEGATIVE_INFINITY;
  #settings: Settings = DEFAULT_SETTINGS;
  #detector: StepDetector;
  #arrival = new ArrivalClock();
  #sensorTime = Number.NaN;
  #requests = 0;
  #samples = 0;
  #steps = 0;
  readonly #rateLimit: RateLimit | undefined;
  /** What `#message` adds to a message, as text; made for the first answer to samples. */
  #envelope: string | undefined;
  readonly #recentSteps = new RecentSteps();

  constructor(id: string, userId: string | undefined, context: SessionContext) {
    this.id = id;
    this.userId = userId;
    this.#context = context;
    this.resumeToken = context.resumeSeconds > 0 ? createResumeToken() : undefined;
    this.#createdAt = context.clock.now();
    this.#startedAt = this.#lastActivityAt = context.clock.monotonic();
    this.#detector = this.#createDetector();
    this.#rateLimit = context.maxRate ? new RateLimit(context.maxRate) : undefined;
  }

  /** The units, and whatever else the client has configured. */
  get settings(): Settings {
    return this.#settings;
  }

  /** Messages of this client, of every kind. */
  get requests(): number {
    return this.#requests;
  }

  /** Landings counted since the session began or was reset. */
  get steps(): number {
    return this.#steps;
  }

  /** Samples since the session began. */
  get samples(): number {
    return this.#samples;
  }

  /** Time of the newest sample on the sensor's clock, in seconds; NaN before the first. */
  get sensorTime(): number {
    return this.#sensorTime;
  }

  /** Steps a minute, now; 0 at rest. */
  get cadence(): number {
    const meter = new CadenceMeter();
    for (const time of this.#recentSteps.lastTimes(CADENCE_STEPS)) meter.step(time);
    return meter.at(this.#sensorTime);
  }

  /** Seconds since the session began. */
  get duration(): number {
    return toSeconds(this.#context.clock.monotonic() - this.#startedAt);
  }

  /** Unix time of the session's beginning, in seconds. */
  get createdAt(): number {
    return toSeconds(this.#createdAt);
  }

  /** Unix time of the client's last message, in seconds. */
  get lastActivity(): number {
    return toSeconds(1000 * this.#unixSeconds(this.#lastActivityAt));
  }

  /** When the session ends for silence, in milliseconds of the clock's monotonic time. */
  get deadline(): number {
    return this.#lastActivityAt + this.#context.timeoutSeconds * 1000;
  }

  /** Whether the client has been told over and over that it sends too much, to no avail. */
  get hasExceededRefusals(): boolean {
    return this.#rateLimit?.hasExceededRefusals ?? false;
  }

  /**
   * Notes that a message of the client has come, whatever it holds.
   *
   * @param now the clock's monotonic time, if the caller has just read it
   */
  touch(now: number = this.#context.clock.monotonic()): void {
    this.#requests++;
    this.#lastActivityAt = now;
  }

  /**
   * The message that greets a client.
   *
   * @param refusal why the client does not get the session that it asked for, if it asked for one
   */
  greet(refusal?: RefusalReason): ServerMessage {
    return this.#message({
      ...this.#greeting(),
      ...(refusal && { resumed: false, reason: refusal }),
    });
  }

  /**
   * The message that greets a client who has come back. Its coming counts as a sign of life.
   *
   * @param answered samples whose answers have reached the client; none are told again without it
   */
  welcomeBack(answered = this.#samples): ServerMessage {
    this.#lastActivityAt = this.#context.clock.monotonic();
    return this.#message({
      ...this.#greeting(),
      resumed: true,
      total_requests: this.#requests,
      total_predictions: this.#samples,
      total_steps: this.#steps,
      settings: this.#settings,
      missed_steps: this.#recentSteps.after(answered),
    });
  }

  /**
   * Answers a frame.
   *
   * @returns one message; nothing for samples that the client wants no answer to
   */
  answer(frame: ClientFrame): ServerMessage | undefined {
    switch (frame.kind) {
      case 'samples':
        return this.#answerSamples(frame);
      case 'configure':
        return this.#configure(frame.changes);
      case 'reset':
        return this.#reset();
      case 'stats':
        return this.#stats();
      case 'ping':
        return this.#message({ type: 'pong' });
      case 'stop':
        return this.#message({
          type: 'stop_response',
          status: 'success',
          message: 'Step detection stopped. WebSocket connection will be closed.',
          session_stats: { duration: this.duration, total_requests: this.#requests },
        });
      case 'fault':
        return this.#fault(frame);
    }
  }

  /** The last message before the server closes the connection, where the reason has one. */
  closeMessage(reason: EndReason): ServerMessage | undefined {
    const body = closeMessage(reason, this.#context.timeoutSeconds);
    return body && this.#message(body);
  }

  /**
   * Answers samples, as text: the path that every sample takes.
   *
   * @returns the message as JSON; nothing where the client wants no answer
   */
  answerText(block: SampleBlock): string | undefined {
    const refusal = this.#refusal(block);
    if (refusal) return JSON.stringify(refusal);
    const detected = this.#detect(block);
    if (!detected) return undefined;
    this.#envelope ??= envelopeText(this.id, this.userId);
    const timestamp = this.#context.timeStamp.at(this.#lastActivityAt);
    return detectionText(this.#detector, detected, this.#envelope, timestamp);
  }

  #answerSamples(block: SampleBlock): ServerMessage | undefined {
    const refusal = this.#refusal(block);
    if (refusal) return refusal;
    const detected = this.#detect(block);
    return detected && this.#message(detection(this.#detector, detected));
  }

  /** The answer to samples that come faster than the server's limit. They count for nothing. */
  #refusal({ count }: SampleBlock): ServerMessage | undefined {
    if (!this.#rateLimit || this.#rateLimit.admit(count, this.#lastActivityAt)) return undefined;
    const limit = `${this.#context.maxRate} samples a second`;
    return this.#fault(
      fault('rate_limited', `Too fast: this server takes ${limit} of a session. Send fewer`),
    );
  }

  /** Takes samples, which arrived when the session was last touched; tells what to answer, if at all. */
  #detect(block: SampleBlock): Detected | undefined {
    const { rows, count, timed } = block;
    const now = this.#lastActivityAt;
    const spacing = timed ? 0 : this.#arrival.arrive(this.#unixSeconds(now), count);
    let steps = NO_STEPS;
    for (let index = 0; index < count; index++) {
      const row = index * ROW_LENGTH;
      const time = timed
        ? (rows[row] as number)
        : this.#arrival.time - (count - 1 - index) * spacing;
      const confirmed = this.#detector.push(
        time,
        rows[row + 1] as number,
        rows[row + 2] as number,
        rows[row + 3] as number,
      );
      this.observer?.sample(time, magnitudeAt(rows, row + 1), this.#detector);
      this.#sensorTime = time;
      if (confirmed.length === 0) continue;
      if (this.observer) for (const step of confirmed) this.observer.step(step);
      steps = [...steps, ...confirmed.map((step) => stepMessage(index, step))];
    }
    if (steps.length > 0) this.#recentSteps.add(this.#samples, steps);
    this.#samples += count;
    this.#steps += steps.length;
    const quiet = this.#settings.replies === 'steps' && steps.length === 0;
    if (quiet && now - this.#lastAnswerAt < LONGEST_SILENCE) return undefined;
    this.#lastAnswerAt = now;
    return {
      steps,
      totalSteps: this.#steps,
      totalSamples: this.#samples,
      magnitude: magnitudeAt(rows, (count - 1) * ROW_LENGTH + 1),
    };
  }

  #configure(changes: Partial<Settings>): ServerMessage {
    const before = this.#settings;
    this.#settings = { ...before, ...changes };
    const { accel_unit, gyro_unit, gravity, confirm_after } = this.#settings;
    const sameSignal =
      before.accel_unit === accel_unit &&
      before.gyro_unit === gyro_unit &&
      before.gravity === gravity;
    // Another unit or convention makes another signal, which must not run through the old filters.
    if (sameSignal) this.#detector.confirmAfter = confirm_after;
    else this.#detector = this.#createDetector();
    return this.#message({
      type: 'configure_response',
      status: 'success',
      message: 'Settings in force for this session',
      ...this.#settings,
    });
  }

  #reset(): ServerMessage {
    this.#detector.reset();
    this.#steps = 0;
    this.#recentSteps.clear();
    return this.#message({
      type: 'reset_response',
      status: 'success',
      message: 'Step counter has been reset for this session',
      total_steps: 0,
    });
  }

  #stats(): ServerMessage {
    return this.#message({
      type: 'stats_response',
      status: 'success',
      user_stats: {
        session_duration: this.duration,
        total_requests: this.#requests,
        last_activity: this.lastActivity,
      },
      server_stats: {
        active_sessions: this.#context.activeSessions(),
        total_server_requests: this.#context.totalRequests(),
      },
    });
  }

  #fault({ message, code, field, requiredFields }: Fault): ServerMessage {
    return this.#message({
      type: 'error',
      error: message,
      code,
      ...(field !== undefined && { field }),
      ...(requiredFields && { required_fields: [...requiredFields] }),
    });
  }

  /** Unix time of a moment of the monotonic clock: it agrees with people's clocks, but never jumps. */
  #unixSeconds(monotonic: number): number {
    return (this.#createdAt + (monotonic - this.#startedAt)) / 1000;
  }

  #greeting(): MessageBody<SessionStarted> {
    const { model, timeoutSeconds, resumeSeconds } = this.#context;
    return {
      type: 'session_started',
      message: 'Step detection session initialized successfully',
      protocol: 'stepstream.v1',
      model: model.id,
      look_ahead_ms: Math.round(lookAhead(model) * 1000),
      timeout_seconds: timeoutSeconds,
      ...(this.resumeToken !== undefined && {
        resume_token: this.resumeToken,
        resume_window_seconds: resumeSeconds,
      }),
    };
  }

  #createDetector(): StepDetector {
    return new StepDetector({
      model: this.#context.model,
      confirmAfter: this.#settings.confirm_after,
      gravity: this.#settings.gravity,
    });
  }

  #message(body: MessageBody): ServerMessage {
    const envelope: Pick<ServerMessage, 'session_id' | 'user_id' | 'timestamp'> = {
      session_id: this.id,
      ...(this.userId !== undefined && { user_id: this.userId }),
      timestamp: (this.#context.clock.now() / 1000).toFixed(3),
    };
    return { ...body, ...envelope } as ServerMessage;
  }
}

/** Milliseconds as seconds with three digits. */
function toSeconds(milliseconds: number): number {
  return Math.round(milliseconds) / 1000;
}

/** The fields that every message carries, as JSON in ASCII, up to the timestamp's opening quote. */
function envelopeText(id: string, userId: string | undefined): string {
  const user = userId === undefined ? '' : `"user_id":${JSON.stringify(userId)},`;
  return `"session_id":"${id}",${user}"timestamp":"`.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
