import { type ConfirmedStep, type DetectorModel, StepDetector } from '@stepstream/detector';
import type {
  Gravity,
  RecordingNote,
  RecordingSource,
  RecordingSummary,
} from '@stepstream/formats/browser';
import { startOfClock } from './clock.ts';
import { type Comparison, compareSteps } from './comparison.ts';
import { pushSamples } from './count-steps.ts';
import type { Envelope } from './envelope.ts';
import type { Interval } from './interval.ts';
import type { KnownSteps } from './known-steps.ts';
import { RecordingMeter, type Samples } from './recording-meter.ts';
import { summarizeSteps, type WalkSummary } from './walk-summary.ts';
import { type Walk, walksOf } from './walks.ts';
import { whyNothing } from './why-nothing.ts';

/** Why nothing was counted is looked for in so many samples at most: an hour of them at 100 Hz. */
const MAX_LENIENT_SAMPLES = 360_000;

/** What was counted in a recording. Holds none of its samples. */
export interface CountedRecording extends RecordingSummary, WalkSummary {
  /** What the caller calls it. */
  readonly file: string;
  readonly source: RecordingSource;
  /** What was done to the file, and what may make the count wrong. */
  readonly notes: readonly RecordingNote[];
  readonly confirmed: readonly ConfirmedStep[];
  readonly walks: readonly Walk[];
  /** What its samples cover, in seconds on its clock. */
  readonly stretches: readonly Interval[];
  /** Unix time in seconds of its clock's 0; null where nobody knows. */
  readonly startedAt: number | null;
  /** How the count agrees with known steps; null where there are none. */
  readonly comparison: Comparison | null;
}

/** How to count. */
export interface CounterOptions {
  readonly model?: DetectorModel | undefined;
  /** As the detector's. */
  readonly confirmAfter?: number | undefined;
  /** Whether the acceleration includes gravity. Default: `included`. */
  readonly gravity?: Gravity;
}

/** What is known when all samples have gone by. */
export interface Finding {
  /** What the result calls the recording. */
  readonly file: string;
  readonly source: RecordingSource;
  /** Known steps to compare with. Default: none. */
  readonly known?: KnownSteps | null | undefined;
  /** Counted and known steps this far apart, in seconds, still belong together. */
  readonly tolerance?: number | undefined;
}

/**
 * Counts the steps of a recording while its samples go by, by the detector that the server runs, and says what they
 * come to. Its memory does not grow with the recording, but for the steps.
 */
export class RecordingCounter {
  readonly #meter = new RecordingMeter();
  readonly #detector: StepDetector;
  /** The same with steps that no walk confirms, to tell why there are none; while none were counted. */
  readonly #lenient: StepDetector;
  readonly #steps: ConfirmedStep[] = [];
  readonly #contacts: ConfirmedStep[] = [];

  constructor({ model, confirmAfter, gravity = 'included' }: CounterOptions = {}) {
    const options = { ...(model && { model }), gravity };
    this.#detector = new StepDetector({ ...options, confirmAfter });
    this.#lenient = new StepDetector({ ...options, confirmAfter: 1 });
  }

  /** How many samples have gone by. */
  get samples(): number {
    return this.#meter.summary.samples;
  }

  /** What can be drawn of the samples that have gone by. */
  get envelope(): Envelope {
    return this.#meter.envelope;
  }

  push(samples: Samples): void {
    this.#meter.push(samples);
    pushSamples(this.#detector, samples, this.#steps);
    const looksForReason = this.#steps.length === 0 && this.samples <= MAX_LENIENT_SAMPLES;
    if (looksForReason) pushSamples(this.#lenient, samples, this.#contacts);
  }

  finish({ file, source, known, tolerance }: Finding): CountedRecording {
    this.#steps.push(...this.#detector.finish());
    if (this.#steps.length === 0) this.#contacts.push(...this.#lenient.finish());
    const { summary, stretches, spread } = this.#meter;
    const walks = walksOf(this.#steps);
    const first = Math.min(...stretches.map(({ start }) => start));
    const last = Math.max(...stretches.map(({ end }) => end));
    const why = whyNothing({
      steps: this.#steps.length,
      contacts: this.#contacts.length,
      spread,
      seconds: summary.duration,
      notes: source.notes,
    });
    return {
      file,
      source,
      notes: [...source.notes, ...why],
      ...summary,
      ...summarizeSteps(walks),
      confirmed: this.#steps,
      walks,
      stretches,
      startedAt: startOfClock(source, first, last),
      comparison: known
        ? compareSteps(
            this.#steps.map(({ timestamp }) => timestamp),
            known,
            tolerance,
          )
        : null,
    };
  }
}
