import { STANDARD_GRAVITY } from '@stepstream/math';
import { defaultModel } from './model/load-model.ts';
import { restoreState, saveState, writeState } from './saved-state.ts';
import type { DetectorModel, Scorer } from './scorer.ts';
import { type ConfirmedStep, joined } from './stages/confirmed-step.ts';
import { Decision } from './stages/decision.ts';
import type { GravityConvention } from './stages/gravity.ts';
import { Resampler } from './stages/resample.ts';
import { VerticalAxis } from './stages/vertical-axis.ts';
import type { StateIO } from './state-io.ts';

/** Options of a {@link StepDetector}. */
export interface DetectorOptions {
  /** What scores the samples. Default: {@link defaultModel}. */
  readonly model?: DetectorModel;
  /**
   * Contacts in rhythm that a walk needs before its steps count, 1 … 10. Default: four, or fewer where
   * the model is sure in hindsight that they were a walk.
   */
  readonly confirmAfter?: number | undefined;
  /** Whether the acceleration includes gravity. Default: `included`. */
  readonly gravity?: GravityConvention;
}

const NONE: readonly ConfirmedStep[] = [];

/** How long the last value is taken to last at the end of a stream: longer than any look-ahead, in s. */
const FINISH_SECONDS = 1.5;

/** No sensor worn on a body measures more. Larger values are faults and must not reach the filters. */
const MAX_ACCELERATION_MPS2 = 1e4;

/**
 * Finds the steps in one person's stream of acceleration samples:
 * resample → score → pick peaks → confirm in rhythm.
 *
 * Pure: the result depends on the samples and their times alone, not on when they are pushed.
 * Detectors of one model share its weights; each holds only its own state.
 *
 * ```ts
 * const detector = new StepDetector();
 * for (const { time, x, y, z } of samples) {
 *   for (const step of detector.push(time, x, y, z)) console.log(step.timestamp);
 * }
 * ```
 */
export class StepDetector {
  /** What scores the samples. */
  readonly model: DetectorModel;

  #resampler = new Resampler();
  /** Finds the vertical where the device has taken gravity off. */
  readonly #axis: VerticalAxis | undefined;
  readonly #scorer: Scorer;
  #decision: Decision;
  #samplesSinceColdStart = 0;

  constructor(options: DetectorOptions = {}) {
    this.model = options.model ?? defaultModel();
    this.#axis = options.gravity === 'excluded' ? new VerticalAxis() : undefined;
    this.#scorer = this.model.createScorer();
    this.#decision = new Decision(this.model, options.confirmAfter ?? null);
  }

  /** Contacts in rhythm that a walk needs before its steps count. */
  get confirmAfter(): number {
    return this.#decision.rhythm.confirmAfter;
  }

  /** A change takes effect with the next contact; held contacts stay held until then. */
  set confirmAfter(contacts: number) {
    this.#decision.rhythm.confirmAfter = contacts;
  }

  /** Whether the acceleration includes gravity. */
  get gravity(): GravityConvention {
    return this.#axis ? 'excluded' : 'included';
  }

  /** Contacts found but not yet confirmed as steps. */
  get pendingSteps(): number {
    return this.#decision.rhythm.pending;
  }

  /** Whether a `start` has been confirmed whose `end` has not. */
  get inStep(): boolean {
    return this.#decision.rhythm.inStep;
  }

  /**
   * Probability of a `start` contact at the moment that the newest sample decides on, which is one
   * look-ahead before it.
   */
  get startProbability(): number {
    return this.#decision.judgement.probabilityOf('start');
  }

  /** The same for an `end` contact. */
  get endProbability(): number {
    return this.#decision.judgement.probabilityOf('end');
  }

  /** Samples in the detector's window: all since it started cold, up to the window's length. */
  get windowFill(): number {
    return this.#samplesSinceColdStart;
  }

  /**
   * Takes the next sample. Ignores a sample that repeats a time, comes late, is not a number or is
   * beyond 10,000 m/s². A gap of more than half a second restarts the filters; a clock that steps
   * back by more than a second restarts everything.
   *
   * @param time seconds on the sensor's own clock; finite
   * @param x acceleration in m/s², and so are y and z
   * @returns the steps that this sample confirms, oldest first; usually none
   */
  push(time: number, x: number, y: number, z: number): readonly ConfirmedStep[] {
    this.#decision.judgement.clear();
    // Written so that NaN is passed over, too.
    if (!(x * x + y * y + z * z <= MAX_ACCELERATION_MPS2 ** 2)) return NONE;
    switch (this.#resampler.continuity(time)) {
      case 'late':
        return NONE;
      case 'continues':
        return this.#continue(time, x, y, z);
      case 'new_clock': {
        const ended = this.finish();
        this.reset();
        this.#startCold(time, x, y, z);
        return ended;
      }
      case 'gap': {
        const owed = this.#outlast(time);
        this.#startCold(time, x, y, z);
        return joined(owed, this.#decision.rhythm.advance(time));
      }
    }
  }

  /**
   * Ends the stream: decides on the last contacts, for which the samples after them are missing, as if
   * the device had stayed as it was. None is found after the last sample. A sample that comes all the
   * same goes on as after a gap.
   *
   * @returns the steps that are confirmed so, oldest first; none where nothing came since the last time
   */
  finish(): readonly ConfirmedStep[] {
    return joined(this.#outlast(Number.POSITIVE_INFINITY), this.#decision.rhythm.end());
  }

  /** Forgets everything: nothing pushed so far has any influence on what comes after. */
  reset(): void {
    this.#resampler = new Resampler();
    this.#decision = this.#decision.anew();
    this.#scorer.reset();
    this.#axis?.reset();
    this.#samplesSinceColdStart = 0;
  }

  /** The whole state as bytes, for {@link restore}. */
  save(): Uint8Array {
    return saveState(this.#identity(), (io) => this.#transfer(io));
  }

  /** The same without a copy, for who copies it anyway: the bytes last until any detector is saved again. */
  saveShared(): Uint8Array {
    return writeState(this.#identity(), (io) => this.#transfer(io));
  }

  /**
   * Continues where another detector of the same model and gravity convention stood when it was
   * saved.
   *
   * @throws {StateError} when the bytes are damaged or another kind of detector's
   */
  restore(state: Uint8Array): void {
    restoreState(state, this.#identity(), (io) => this.#transfer(io));
  }

  #identity(): string {
    return `${this.model.id} ${this.model.fingerprint} gravity ${this.gravity}`;
  }

  #startCold(time: number, x: number, y: number, z: number): void {
    this.#resampler.start(time, x, y, z);
    this.#decision.begin(time);
    this.#scorer.reset();
    this.#axis?.reset();
    this.#samplesSinceColdStart = 1;
  }

  /**
   * Decides on the contacts up to the last sample, as if the device had stayed as it was. Until the next
   * one, at `until`, there is time for a walk to be over.
   */
  #outlast(until: number): readonly ConfirmedStep[] {
    const newest = this.#resampler.newest;
    // One sample alone owes nothing, and a scorer that was never used should not begin now.
    if (!newest || this.#samplesSinceColdStart < 2) return NONE;
    const { time, x, y, z } = newest;
    this.#decision.judgement.clear();
    const confirmed = this.#continue(time + FINISH_SECONDS, x, y, z, time, until);
    this.#resampler.end(time);
    return confirmed;
  }

  /** @param ending and `until` are those of {@link Decision.next} */
  #continue(
    time: number,
    x: number,
    y: number,
    z: number,
    ending = Number.POSITIVE_INFINITY,
    until = Number.POSITIVE_INFINITY,
  ): readonly ConfirmedStep[] {
    if (this.#samplesSinceColdStart < this.model.windowLength) this.#samplesSinceColdStart++;
    const resampler = this.#resampler;
    resampler.add(time, x, y, z);
    let confirmed = NONE;
    while (resampler.next()) {
      this.#score(resampler.x, resampler.y, resampler.z);
      const steps = this.#decision.next(resampler.time, this.#scorer, ending, until);
      confirmed = joined(confirmed, steps);
    }
    return confirmed;
  }

  /** Scores a frame, in m/s²; where gravity was taken off, it is put back first. */
  #score(x: number, y: number, z: number): void {
    const axis = this.#axis;
    if (!axis) {
      this.#scorer.next(x, y, z);
      return;
    }
    axis.next(x, y, z);
    this.#scorer.next(
      x + STANDARD_GRAVITY * axis.upward(0),
      y + STANDARD_GRAVITY * axis.upward(1),
      z + STANDARD_GRAVITY * axis.upward(2),
    );
  }

  #transfer(io: StateIO): void {
    this.#resampler.transfer(io);
    this.#axis?.transfer(io);
    this.#scorer.transfer(io);
    this.#decision.transfer(io);
    this.#samplesSinceColdStart = io.whole(this.#samplesSinceColdStart);
  }
}
