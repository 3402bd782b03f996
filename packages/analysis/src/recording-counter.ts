import { type ConfirmedStep, type DetectorModel, StepDetector } from '@stepstream/detector';
import type { Gravity } from '@stepstream/formats/browser';
import { pushSamples } from './count-steps.ts';
import { type CountedRecording, describeSteps, type Finding } from './counted-recording.ts';
import type { Envelope } from './envelope.ts';
import { RecordingMeter, type Samples } from './recording-meter.ts';

/** Why nothing was counted is looked for in so many samples at most: an hour of them at 100 Hz. */
const MAX_LENIENT_SAMPLES = 360_000;

/** How to count. */
export interface CounterOptions {
  readonly model?: DetectorModel | undefined;
  /** As the detector's. */
  readonly confirmAfter?: number | undefined;
  /** Whether the acceleration includes gravity. Default: `included`. */
  readonly gravity?: Gravity;
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
    return describeSteps({
      ...{ file, source, known, tolerance },
      ...{ meter: this.#meter, steps: this.#steps, contacts: this.#contacts.length },
    });
  }
}
