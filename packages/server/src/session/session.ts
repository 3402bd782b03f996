import { CadenceMeter, StepDetector } from '@stepstream/detector';
import {
  DEFAULT_SETTINGS,
  type Fault,
  fault,
  type MissedStep,
  ROW_LENGTH,
  type SampleBlock,
  type Settings,
  type Step,
} from '@stepstream/protocol';
import { type Detection, wireStep } from '@stepstream/protocol/codec/server';
import type { SampleTrace, StepSession } from '../hooks/index.ts';
import { Activity } from './activity.ts';
import { ArrivalClock } from './arrival-clock.ts';
import { detectInBlock } from './detect-in-block.ts';
import { RateLimit } from './rate-limit.ts';
import { RecentSteps } from './recent-steps.ts';
import { createResumeToken } from './resume-token.ts';
import { SensorClock } from './sensor-clock.ts';
import type { SessionContext } from './session-context.ts';
import { NO_HINTS, type SignalHint, SignalHints } from './signal-hints.ts';

/** Steps that a cadence is measured on: as many as its median is of, and the one before them. */
const CADENCE_STEPS = 8;

/**
 * One person's detector, counts and settings. It knows samples and times, and neither messages nor
 * sockets.
 */
export class Session implements StepSession {
  readonly id: string;
  readonly userId: string | undefined;
  /** The secret by which a client that comes back proves that the session is its own. */
  readonly resumeToken: string | undefined;

  readonly #context: SessionContext;
  readonly #activity: Activity;
  #settings: Settings = DEFAULT_SETTINGS;
  /** The number of contacts that the client has named; the detector knows a better rule. */
  #confirmAfter: number | undefined;
  #detector: StepDetector;
  /** Made for the first samples without a time of their own. */
  #arrivalClock: ArrivalClock | undefined;
  #sensorClock = new SensorClock();
  /** Looks at the beginning of a signal; gone once it has seen enough. */
  #signalHints: SignalHints | undefined = new SignalHints();
  #hints = NO_HINTS;
  #sensorTime = Number.NaN;
  #samples = 0;
  #steps = 0;
  readonly #rateLimit: RateLimit | undefined;
  readonly #recentSteps = new RecentSteps();

  constructor(id: string, userId: string | undefined, context: SessionContext) {
    this.id = id;
    this.userId = userId;
    this.#context = context;
    this.resumeToken = context.resumeSeconds > 0 ? createResumeToken() : undefined;
    this.#activity = new Activity(context.clock);
    this.#detector = this.#createDetector();
    this.#rateLimit = context.maxRate > 0 ? new RateLimit(context.maxRate) : undefined;
  }

  /** The units, and whatever else the client has configured. */
  get settings(): Settings {
    return this.#settings;
  }

  /** Whether the client has configured anything. */
  get isConfigured(): boolean {
    return this.#settings !== DEFAULT_SETTINGS;
  }

  get requests(): number {
    return this.#activity.requests;
  }

  get steps(): number {
    return this.#steps;
  }

  get samples(): number {
    return this.#samples;
  }

  get sensorTime(): number {
    return this.#sensorTime;
  }

  get cadence(): number {
    const meter = new CadenceMeter();
    for (const time of this.#recentSteps.lastTimes(CADENCE_STEPS)) meter.step(time);
    return meter.at(this.#sensorTime);
  }

  get duration(): number {
    return this.#activity.duration;
  }

  get createdAt(): number {
    return this.#activity.createdAt;
  }

  get lastActivity(): number {
    return this.#activity.lastActivity;
  }

  get hints(): readonly SignalHint[] {
    return this.#hints;
  }

  /** The clock's monotonic time of the client's last message, in milliseconds. */
  get lastActivityMs(): number {
    return this.#activity.lastMs;
  }

  /** When the session ends for silence, in milliseconds of the clock's monotonic time. */
  get deadlineMs(): number {
    return this.#activity.lastMs + this.#context.timeoutSeconds * 1000;
  }

  /** Whether the client has been told over and over that it sends too much, to no avail. */
  get hasExceededRefusals(): boolean {
    return this.#rateLimit?.hasExceededRefusals ?? false;
  }

  /** Notes that a message of the client has come; see {@link Activity.message}. */
  touch(nowMs?: number): void {
    this.#activity.message(nowMs);
  }

  /** Notes that the client has come back. */
  comeBack(): void {
    this.#activity.comeBack();
  }

  /**
   * Takes the samples of a frame, which arrived when the session was last touched.
   *
   * @param block in SI units; its times are put right in place
   * @param trace filled with what the detector thought of each sample, where somebody wants to know
   * @param found where the answer goes. Default: an object that is used again for the next frame of any session
   * @returns what was found; or why the samples can't be taken, which leaves all as it was
   */
  push(block: SampleBlock, trace?: SampleTrace, found?: Detection): Detection | Fault {
    const refused = this.#refusal(block.count) ?? this.#placeInTime(block);
    if (refused) return refused;
    const { rows, count } = block;
    const detection = found ?? this.#context.detection;
    detectInBlock(block, this.#detector, detection, trace);
    this.#sensorTime = rows[(count - 1) * ROW_LENGTH] as number;
    if (detection.steps.length > 0) this.#recentSteps.add(this.#samples, detection.steps, count);
    this.#samples += count;
    this.#steps += detection.steps.length;
    detection.totalSteps = this.#steps;
    detection.totalSamples = this.#samples;
    return detection;
  }

  /** Puts other settings in force; those that are not named stay as they are. */
  configure(changes: Partial<Settings>): void {
    const before = this.#settings;
    this.#settings = { ...before, ...changes };
    const { accel_unit, gyro_unit, gravity } = this.#settings;
    if (changes.confirm_after !== undefined) this.#confirmAfter = changes.confirm_after;
    const sameSignal =
      before.accel_unit === accel_unit &&
      before.gyro_unit === gyro_unit &&
      before.gravity === gravity;
    if (sameSignal) {
      if (changes.confirm_after !== undefined) this.#detector.confirmAfter = changes.confirm_after;
      return;
    }
    // Another unit or convention makes another signal, which must not run through the old filters.
    this.#detector = this.#createDetector();
    this.#signalHints = new SignalHints(this.#hints);
  }

  /**
   * The stream has ended: counts the steps whose look-ahead is still owed. Does so once.
   *
   * @returns these steps; their `index` is 0, for they belong to no frame
   */
  finish(): Step[] {
    const steps = this.#detector.finish().map((step) => wireStep(0, step));
    if (steps.length > 0) this.#recentSteps.add(this.#samples, steps, 0);
    this.#steps += steps.length;
    return steps;
  }

  /** Counts from zero; nothing seen before can become a step. */
  reset(): void {
    this.#detector.reset();
    this.#steps = 0;
    this.#recentSteps.clear();
  }

  /** The steps that were confirmed after the session's first `answered` samples, oldest first. */
  stepsAfter(answered: number): MissedStep[] {
    return this.#recentSteps.after(answered);
  }

  /** Why samples that come faster than the server's limit are not taken. They count for nothing. */
  #refusal(count: number): Fault | undefined {
    if (!this.#rateLimit || this.#rateLimit.admit(count, this.#activity.lastMs)) return undefined;
    const limit = `${this.#context.maxRate} samples a second`;
    return fault('rate_limited', `Too fast: this server takes ${limit} of a session. Send fewer`);
  }

  /** Gives samples without a time the time of their arrival, and puts right times that can't be. */
  #placeInTime(block: SampleBlock): Fault | undefined {
    if (block.timed) {
      const wrong = this.#sensorClock.take(block);
      if (wrong) return wrong;
    } else {
      this.#arrivalClock ??= new ArrivalClock();
      this.#arrivalClock.stamp(block, this.#activity.lastUnixSeconds);
    }
    const looking = this.#signalHints;
    if (looking?.look(block, this.#settings, this.#activity.lastUnixSeconds)) {
      this.#hints = looking.given;
      this.#signalHints = undefined;
    }
    return undefined;
  }

  #createDetector(): StepDetector {
    return new StepDetector({
      model: this.#context.model,
      confirmAfter: this.#confirmAfter,
      gravity: this.#settings.gravity,
    });
  }
}
