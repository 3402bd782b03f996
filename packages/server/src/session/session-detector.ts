import { type DetectorModel, StepDetector } from '@stepstream/detector';
import { DEFAULT_SETTINGS, type SampleBlock, type Settings, type Step } from '@stepstream/protocol';
import { type Detection, wireStep } from '@stepstream/protocol/codec/server';
import type { SampleTrace } from '../hooks/index.ts';
import { detectInBlock } from './detect-in-block.ts';
import { readSteps, type SavedStep, writeSteps } from './saved-steps.ts';
import { transferDetector, transferSettings } from './session-state.ts';
import type { StateWalk } from './state-walk.ts';

/** More than a detector holds, so that a saved list of this length makes no sense. */
const MAX_OWED_STEPS = 64;

/** The detector of a session, as its client has configured it. */
export class SessionDetector {
  readonly #model: DetectorModel;
  #settings: Settings = DEFAULT_SETTINGS;
  /** The number of contacts that the client has named; the detector knows a better rule. */
  #confirmAfter: number | undefined;
  #detector: StepDetector;
  /** Confirmed when the signal became another one: the next frame tells of them. */
  #owed: readonly Step[] = [];
  #isRestarted = false;

  constructor(model: DetectorModel) {
    this.#model = model;
    this.#detector = this.#create();
  }

  /** What is in force. */
  get settings(): Settings {
    return this.#settings;
  }

  /** Whether it was restored from the state of another model: its settings are as they were, its past is lost. */
  get isRestarted(): boolean {
    return this.#isRestarted;
  }

  /**
   * Puts other settings in force; those that are not named stay as they are.
   *
   * @returns whether what comes now is another signal
   */
  configure(changes: Partial<Settings>): boolean {
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
      return false;
    }
    // Another unit or convention makes another signal, which must not run through the old filters.
    this.#owed = this.finish();
    this.#detector = this.#create();
    return true;
  }

  /** Runs the samples of a frame through it; see {@link detectInBlock}. */
  detect(block: SampleBlock, detection: Detection, trace: SampleTrace | undefined): void {
    detectInBlock(block, this.#detector, detection, trace);
    if (this.#owed.length === 0) return;
    detection.steps.unshift(...this.#owed);
    this.#owed = [];
  }

  /** The signal has ended: the steps whose look-ahead is still owed. Their `index` is 0. Another may begin. */
  finish(): readonly Step[] {
    const steps = [...this.#owed, ...this.#detector.finish().map((step) => wireStep(0, step))];
    this.reset();
    return steps;
  }

  /** Nothing seen before can become a step. */
  reset(): void {
    this.#detector.reset();
    this.#owed = [];
  }

  /** Saves or restores the state. */
  transfer(io: StateWalk): void {
    this.#settings = transferSettings(io, this.#settings);
    this.#confirmAfter = io.whole(this.#confirmAfter ?? 0) || undefined;
    this.#transferOwed(io);
    if (io.restores) this.#detector = this.#create();
    if (transferDetector(io, this.#detector)) return;
    this.#detector = this.#create();
    this.#isRestarted = true;
  }

  #transferOwed(io: StateWalk): void {
    if (io.restores) {
      this.#owed = readSteps(io, MAX_OWED_STEPS).map(({ sample, ...step }) => ({
        index: sample,
        ...step,
      }));
      return;
    }
    writeSteps(
      io,
      this.#owed.map(({ index, ...step }): SavedStep => ({ sample: index, ...step })),
    );
  }

  #create(): StepDetector {
    return new StepDetector({
      model: this.#model,
      confirmAfter: this.#confirmAfter,
      gravity: this.#settings.gravity,
    });
  }
}
