import { STANDARD_GRAVITY } from '@stepstream/math';
import { CLASSIC } from './classic/classic.ts';
import type { DetectorModel, Scorer } from './scorer.ts';
import { Cadence } from './stages/cadence.ts';
import type { GravityConvention } from './stages/gravity.ts';
import { PeakPicker } from './stages/peaks.ts';
import { FRAME_RATE, Resampler } from './stages/resample.ts';
import {
  type ConfirmedStep,
  DEFAULT_CONFIRM_AFTER,
  type Foot,
  RhythmGate,
} from './stages/rhythm.ts';
import { VerticalAxis } from './stages/vertical-axis.ts';
import { restoreState, type StateIO, saveState } from './state-io.ts';

/** What a detector can be told when it is made. */
export interface DetectorOptions {
  /** The kind of detector. Default: {@link CLASSIC}. */
  readonly model?: DetectorModel;
  /** Landings that must follow one another in rhythm before any counts, 1 … 10. Default: 4. */
  readonly confirmAfter?: number;
  /** Whether the acceleration includes gravity. Default: `included`. */
  readonly gravity?: GravityConvention;
}

const NONE: readonly ConfirmedStep[] = [];

/** No sensor on a body gives more, in m/s²; what does is a fault, and must not reach the filters. */
const MAX_ACCELERATION_MPS2 = 1e4;

/**
 * Finds the steps in one person's stream of acceleration samples:
 * resample → score → pick peaks → confirm in rhythm.
 *
 * Pure: what it returns depends on the samples and their times alone, not on when or in what
 * portions they are pushed. Weights are shared; a detector holds only its own state.
 *
 * ```ts
 * const detector = new StepDetector();
 * for (const sample of samples) {
 *   for (const step of detector.push(sample.time, sample.x, sample.y, sample.z)) {
 *     console.log(step.foot, step.timestamp);
 *   }
 * }
 * ```
 */
export class StepDetector {
  /** The kind of detector this is. */
  readonly model: DetectorModel;

  #resampler = new Resampler();
  /** Finds the vertical where the device has taken gravity off. */
  readonly #axis: VerticalAxis | undefined;
  readonly #scorer: Scorer;
  #cadence = new Cadence();
  #peaks: PeakPicker;
  #rhythm: RhythmGate;
  /** No contact can be before this time: the stream's first sample since the start or reset. */
  #beginning = Number.NEGATIVE_INFINITY;
  #samplesSinceColdStart = 0;
  /** What the newest sample's frames showed at most, and the class that such a landing has. */
  #judgedProbability = 0;
  #judgedFoot: Foot = 'start';

  constructor(options: DetectorOptions = {}) {
    this.model = options.model ?? CLASSIC;
    this.#axis = options.gravity === 'excluded' ? new VerticalAxis() : undefined;
    this.#scorer = this.model.createScorer();
    this.#peaks = this.#createPeakPicker();
    this.#rhythm = this.#createRhythmGate(options.confirmAfter ?? DEFAULT_CONFIRM_AFTER);
  }

  /** Landings that must follow one another in rhythm before any counts. */
  get confirmAfter(): number {
    return this.#rhythm.confirmAfter;
  }

  /** A change counts from the next landing on; what is held stays held until then. */
  set confirmAfter(landings: number) {
    this.#rhythm.confirmAfter = landings;
  }

  /** Whether the acceleration includes gravity. */
  get gravity(): GravityConvention {
    return this.#axis ? 'excluded' : 'included';
  }

  /** Landings seen but not yet confirmed. */
  get pendingSteps(): number {
    return this.#rhythm.pending;
  }

  /** Whether a `start` has been confirmed whose `end` has not. */
  get inStep(): boolean {
    return this.#rhythm.inStep;
  }

  /**
   * Probability that a foot landed, as a `start`, at the moment that the newest sample decides on: one
   * look-ahead before it.
   */
  get startProbability(): number {
    return this.#judgedFoot === 'start' ? this.#judgedProbability : 0;
  }

  /** The same, as an `end`. */
  get endProbability(): number {
    return this.#judgedFoot === 'end' ? this.#judgedProbability : 0;
  }

  /** Samples in the detector's window: all since it started cold, up to the window's length. */
  get windowFill(): number {
    return this.#samplesSinceColdStart;
  }

  /**
   * Takes the next sample. A sample that repeats a time or comes late is passed over, and so is one
   * that is no number or beyond 10,000 m/s²; a gap of more
   * than half a second starts the filters anew, and a clock that steps back by more than a second
   * starts everything anew.
   *
   * @param time seconds on the sensor's own clock; finite
   * @param x acceleration in m/s², and so are y and z
   * @returns the steps that this sample confirms, oldest first; mostly none
   */
  push(time: number, x: number, y: number, z: number): readonly ConfirmedStep[] {
    this.#judgedProbability = 0;
    // Written so that NaN is passed over, too.
    if (!(x * x + y * y + z * z <= MAX_ACCELERATION_MPS2 ** 2)) return NONE;
    switch (this.#resampler.continuity(time)) {
      case 'late':
        return NONE;
      case 'continues':
        return this.#continue(time, x, y, z);
      case 'new_clock':
        this.reset();
        break;
      case 'gap':
        break;
    }
    this.#startCold(time, x, y, z);
    return NONE;
  }

  /** Forgets everything: nothing pushed so far has any influence on what comes after. */
  reset(): void {
    this.#resampler = new Resampler();
    this.#cadence = new Cadence();
    this.#peaks = this.#createPeakPicker();
    this.#rhythm = this.#createRhythmGate(this.confirmAfter);
    this.#scorer.reset();
    this.#axis?.reset();
    this.#beginning = Number.NEGATIVE_INFINITY;
    this.#samplesSinceColdStart = 0;
    this.#judgedProbability = 0;
    this.#judgedFoot = 'start';
  }

  /** The whole state as bytes, for {@link restore}. */
  save(): Uint8Array {
    return saveState(this.#identity(), (io) => this.#transfer(io));
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

  #createPeakPicker(): PeakPicker {
    return new PeakPicker(this.model.threshold, this.model.refractory, this.#cadence);
  }

  #createRhythmGate(confirmAfter: number): RhythmGate {
    return new RhythmGate(confirmAfter, this.model.walkThreshold, this.#cadence);
  }

  #identity(): string {
    return `${this.model.id} ${this.model.fingerprint} gravity ${this.gravity}`;
  }

  #startCold(time: number, x: number, y: number, z: number): void {
    if (this.#beginning === Number.NEGATIVE_INFINITY) this.#beginning = time;
    this.#resampler.start(time, x, y, z);
    this.#rhythm.advance(time);
    this.#peaks.break();
    this.#scorer.reset();
    this.#axis?.reset();
    this.#samplesSinceColdStart = 1;
  }

  #continue(time: number, x: number, y: number, z: number): readonly ConfirmedStep[] {
    if (this.#samplesSinceColdStart < this.model.windowLength) this.#samplesSinceColdStart++;
    this.#resampler.add(time, x, y, z);
    let confirmed = NONE;
    while (this.#resampler.next()) {
      this.#score(this.#resampler.x, this.#resampler.y, this.#resampler.z);
      const moment = this.#resampler.time - this.model.delay;
      // The picker sees a peak one frame later, so a hold has two frames' grace.
      this.#rhythm.advance(moment - 2 / FRAME_RATE);
      const { salience, logit } = this.#scorer;
      const landed = this.#peaks.next(moment, salience, logit, this.#rhythm.walking);
      const counts = landed && this.#peaks.time >= this.#beginning;
      if (counts && this.#peaks.foundOverlooked) {
        const { overlookedTime, overlookedProbability } = this.#peaks;
        confirmed = joined(confirmed, this.#rhythm.add(overlookedTime, overlookedProbability));
      }
      // The next class is this landing's now, and the one after it once it is added.
      this.#judge();
      if (!counts) continue;
      confirmed = joined(confirmed, this.#rhythm.add(this.#peaks.time, this.#peaks.probability));
    }
    return confirmed;
  }

  /** A slow device's sample completes several frames; the likeliest of them speaks for it. */
  #judge(): void {
    if (this.#peaks.probability <= this.#judgedProbability) return;
    this.#judgedProbability = this.#peaks.probability;
    this.#judgedFoot = this.#rhythm.nextFoot;
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
    this.#cadence.transfer(io);
    this.#peaks.transfer(io);
    this.#rhythm.transfer(io);
    this.#beginning = io.number(this.#beginning);
    this.#samplesSinceColdStart = io.number(this.#samplesSinceColdStart);
    this.#judgedProbability = io.number(this.#judgedProbability);
    this.#judgedFoot = io.number(this.#judgedFoot === 'start' ? 0 : 1) === 0 ? 'start' : 'end';
  }
}

function joined(
  some: readonly ConfirmedStep[],
  more: readonly ConfirmedStep[],
): readonly ConfirmedStep[] {
  return some.length === 0 ? more : [...some, ...more];
}
