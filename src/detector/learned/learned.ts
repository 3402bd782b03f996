import { fnv1a } from '../checksum.ts';
import type { DetectorModel, Scorer } from '../scorer.ts';
import type { StateIO } from '../state-io.ts';
import { Inputs } from './inputs.ts';
import { StreamingNetwork } from './network.ts';
import { RECEPTIVE_FIELD } from './shape.ts';

/** A trained network, and how its outputs are to be read. */
export interface LearnedParameters {
  /** Name and version of the model. */
  readonly id: string;
  /** All parameters, in the order of `TENSORS`. */
  readonly weights: Float32Array;
  /** Seconds from a contact to the middle of the frame whose output speaks of it. */
  readonly delay: number;
  /** Calibration: the logit of a true probability is `slope` × output + `intercept`. */
  readonly calibration: { readonly slope: number; readonly intercept: number };
  /** Probability over which a peak is taken for a landing. */
  readonly threshold: number;
  /** Mean probability that the landings of a hold must reach before they are taken for a walk. */
  readonly walkThreshold: number;
}

/** Scores frames by a network. */
class LearnedScorer implements Scorer {
  logit = Number.NEGATIVE_INFINITY;

  readonly #inputs = new Inputs();
  readonly #network: StreamingNetwork;
  readonly #calibration: LearnedParameters['calibration'];

  constructor({ weights, calibration }: LearnedParameters) {
    this.#network = new StreamingNetwork(weights);
    this.#calibration = calibration;
  }

  /** A landing is where the network is surest. */
  get salience(): number {
    return this.logit;
  }

  next(x: number, y: number, z: number): void {
    this.#inputs.next(x, y, z);
    this.#network.next(this.#inputs.values);
    const { slope, intercept } = this.#calibration;
    this.logit = slope * (this.#network.logits[0] as number) + intercept;
  }

  reset(): void {
    this.#inputs.reset();
    this.#network.reset();
    this.logit = Number.NEGATIVE_INFINITY;
  }

  transfer(io: StateIO): void {
    this.#inputs.transfer(io);
    this.#network.transfer(io);
    this.logit = io.number(this.logit);
  }
}

function fingerprintOf({ weights, calibration, delay }: LearnedParameters): string {
  const bytes = new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength);
  return [fnv1a(bytes), calibration.slope, calibration.intercept, delay].join(' ');
}

/** The learned detector: a small causal network, which sees {@link RECEPTIVE_FIELD} frames back. */
export function learnedModel(parameters: LearnedParameters): DetectorModel {
  return {
    id: parameters.id,
    fingerprint: fingerprintOf(parameters),
    delay: parameters.delay,
    windowLength: RECEPTIVE_FIELD,
    refractory: 0.24,
    threshold: parameters.threshold,
    walkThreshold: parameters.walkThreshold,
    createScorer: () => new LearnedScorer(parameters),
  };
}
