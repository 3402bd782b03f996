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
import type { Detection } from '@stepstream/protocol/codec/server';
import type { SampleTrace, StepSession } from '../hooks/index.ts';
import { Activity } from './activity.ts';
import { CountedSteps } from './counted-steps.ts';
import type { MinuteCount } from './minute-counts.ts';
import { OwnerProof } from './owner-proof.ts';
import { RateLimit } from './rate-limit.ts';
import { SampleTimes } from './sample-times.ts';
import type { SessionContext } from './session-context.ts';
import { SessionDetector } from './session-detector.ts';
import { SessionHints } from './session-hints.ts';
import { restoreSessionState, type SavedSession, saveSessionState } from './session-state.ts';
import type { SignalHint } from './signal-hint.ts';
import type { StateWalk } from './state-walk.ts';

/**
 * One person's detector, counts and settings. It knows samples and times, and neither messages nor
 * sockets.
 */
export class Session implements StepSession {
  readonly id: string;
  readonly userId: string | undefined;

  readonly #context: SessionContext;
  readonly #activity: Activity;
  readonly #owner: OwnerProof;
  readonly #detector: SessionDetector;
  readonly #times = new SampleTimes();
  readonly #hints = new SessionHints();
  #sensorTime = Number.NaN;
  #samples = 0;
  #isStopped = false;
  readonly #steps: CountedSteps;
  readonly #rateLimit: RateLimit | undefined;

  constructor(id: string, userId: string | undefined, context: SessionContext) {
    this.id = id;
    this.userId = userId;
    this.#context = context;
    this.#owner = new OwnerProof(id, context.resumeSeconds > 0);
    this.#steps = new CountedSteps(userId !== undefined);
    this.#activity = new Activity(context.clock);
    this.#detector = new SessionDetector(context.model);
    this.#rateLimit = context.maxRate > 0 ? new RateLimit(context.maxRate) : undefined;
  }

  /**
   * Goes on with a session that was saved, maybe by another process. Where another model saved it, the counts go on,
   * and the detector begins anew; see {@link isDetectorRestarted}.
   *
   * @throws {SessionStateError} where the state is damaged or of another version
   */
  static restore({ id, userId, state }: SavedSession, context: SessionContext): Session {
    const session = new Session(id, userId, context);
    session.#isStopped = restoreSessionState(state, (io) => session.#transfer(io));
    return session;
  }

  /**
   * The secret by which a client that comes back proves that the session is its own. A restored session does not know
   * it until it has come back.
   */
  get resumeToken(): string | undefined {
    return this.#owner.token;
  }

  /** Whether the session was restored, and its detector could not be. */
  get isDetectorRestarted(): boolean {
    return this.#detector.isRestarted;
  }

  /** Whether its client has stopped it. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** The units, and whatever else the client has configured. */
  get settings(): Settings {
    return this.#detector.settings;
  }

  /** Whether the client has configured anything. */
  get isConfigured(): boolean {
    return this.settings !== DEFAULT_SETTINGS;
  }

  get requests(): number {
    return this.#activity.requests;
  }

  get steps(): number {
    return this.#steps.total;
  }

  get samples(): number {
    return this.#samples;
  }

  get sensorTime(): number {
    return this.#sensorTime;
  }

  get cadence(): number {
    return this.#steps.cadenceAt(this.#sensorTime);
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
    return this.#hints.given;
  }

  get errors(): number {
    return this.#activity.errors;
  }

  get lastError(): string | undefined {
    return this.#activity.lastError;
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

  /** Whether a resume token is this session's. Takes as long whether it is or not. */
  admits(token: string): boolean {
    return this.#owner.admits(token);
  }

  /** Whether this is the digest of one of its tokens. */
  admitsDigest(digest: Uint8Array): boolean {
    return this.#owner.admitsDigest(digest);
  }

  /** Notes that a message of the client has come; see {@link Activity.message}. */
  touch(nowMs?: number): void {
    this.#activity.message(nowMs);
  }

  /** Notes that a message could not be used, or not wholly. */
  failed(code: string): void {
    this.#activity.failed(code);
  }

  /** Notes that the client has come back with a token; see {@link OwnerProof.comeBack}. */
  comeBack(token: string, mustBeSaved: boolean): void {
    this.#owner.comeBack(token, mustBeSaved);
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
    const { rows, count } = block;
    const arrival = this.#activity.lastUnixSeconds;
    const refused = this.#refusal(count) ?? this.#times.place(block, arrival);
    if (refused) return refused;
    this.#hints.look(block, this.settings, arrival);
    const detection = found ?? this.#context.detection;
    this.#detector.detect(block, detection, trace);
    this.#sensorTime = rows[(count - 1) * ROW_LENGTH] as number;
    this.#steps.add(this.#samples, detection.steps, count, this.#minuteTime);
    this.#samples += count;
    detection.totalSteps = this.#steps.total;
    detection.totalSamples = this.#samples;
    return detection;
  }

  /**
   * Puts other settings in force; those that are not named stay as they are. Steps that the end of the former signal
   * confirms are told with the next frame.
   */
  configure(changes: Partial<Settings>): void {
    if (this.#detector.configure(changes)) this.#hints.lookAgain();
  }

  /**
   * The stream has ended: counts the steps whose look-ahead is still owed. Does so once. To go on elsewhere as if
   * nothing had been, a session must not have been finished.
   *
   * @returns these steps; their `index` is 0, for they belong to no frame
   */
  finish(): readonly Step[] {
    const steps = this.#detector.finish();
    // As if a sample after the last had confirmed them: whoever has heard all answers has not heard of these.
    this.#steps.add(this.#samples, steps, 1, this.#minuteTime);
    return steps;
  }

  /** Its client has stopped it: who comes back to it is told how it ended, and no more. */
  stopped(): void {
    this.#isStopped = true;
  }

  /** Counts from zero; nothing seen before can become a step. */
  reset(): void {
    this.#detector.reset();
    this.#steps.reset();
  }

  /**
   * The whole state as bytes, for {@link Session.restore}; at most 4,096. They stay what they are until the next
   * session is saved.
   */
  save(): Uint8Array {
    return saveSessionState(this.#isStopped, (io) => this.#transfer(io));
  }

  /** The number of its last save. */
  get lastSave(): number {
    return this.#owner.lastSave;
  }

  /** A store has written one of its saves; see {@link lastSave}. */
  written(save: number): void {
    this.#owner.written(save);
  }

  /**
   * The minutes in which steps of a named user have been counted since the last time, with all steps of each. Whoever
   * {@link save}s the session takes them in the same turn.
   */
  takeMinutes(): readonly MinuteCount[] {
    return this.#steps.takeMinutes();
  }

  /** The steps that were confirmed after the session's first `answered` samples, oldest first. */
  stepsAfter(answered: number): MissedStep[] {
    return this.#steps.after(answered);
  }

  /** By when a step's minute goes, in seconds of Unix time; undefined where its own timestamp says so. */
  get #minuteTime(): number | undefined {
    return this.settings.clock === 'unix' ? undefined : this.#activity.lastUnixSeconds;
  }

  /** Why samples that come faster than the server's limit are not taken. They count for nothing. */
  #refusal(count: number): Fault | undefined {
    if (!this.#rateLimit || this.#rateLimit.admit(count, this.#activity.lastMs)) return undefined;
    const limit = `${this.#context.maxRate} samples a second`;
    return fault('rate_limited', `Too fast: this server takes ${limit} of a session. Send fewer`);
  }

  /** Saves or restores the state. */
  #transfer(io: StateWalk): void {
    this.#owner.transfer(io);
    this.#activity.transfer(io);
    this.#samples = io.whole(this.#samples);
    this.#sensorTime = io.number(this.#sensorTime);
    this.#times.transfer(io);
    this.#hints.transfer(io);
    this.#steps.transfer(io);
    this.#detector.transfer(io);
    this.#steps.transferRecent(io);
  }
}
