import { fnv1a } from '../checksum.ts';
import type { DetectorModel, Scorer } from '../scorer.ts';
import type { StateIO } from '../state-io.ts';
import { Inputs } from './inputs.ts';
import { createNetwork } from './network.ts';
import { FEATURES, FRAMES_AT_ONCE, INPUTS, RECEPTIVE_FIELD } from './shape.ts';
import type { StreamingNetwork } from './streaming-network.ts';

/** A trained network, and how to read its outputs. */
export interface NetworkParameters {
  /** Name and version of the model. */
  readonly id: string;
  /** All parameters, in the order of `TENSORS`. */
  readonly weights: Float32Array;
  /** Seconds from a contact to the middle of the frame whose output speaks of it. */
  readonly delay: number;
  /** Calibration: the logit of a true probability is `slope` × output + `intercept`. */
  readonly calibration: { readonly slope: number; readonly intercept: number };
  /** Probability over which a peak is taken for a contact. */
  readonly threshold: number;
  /** Mean probability that held contacts must reach to be confirmed as a walk. */
  readonly walkThreshold: number;
}

/**
 * Scores frames by a network. It runs once for two frames, when the second has come; what it says of
 * the moment after waits for the next frame, so that every frame's score is one delay late.
 */
class NetworkScorer implements Scorer {
  logit = Number.NEGATIVE_INFINITY;

  readonly #features = new Inputs();
  readonly #network: StreamingNetwork;
  readonly #calibration: NetworkParameters['calibration'];
  /** The features of two frames, as the network takes them. */
  readonly #pair = new Float64Array(INPUTS);
  #framesInPair = 0;
  /** The score that waits for the next frame. */
  #next = Number.NEGATIVE_INFINITY;

  constructor({ weights, calibration }: NetworkParameters, network: typeof createNetwork) {
    this.#network = network(weights);
    this.#calibration = calibration;
  }

  /** A contact is where the network is surest. */
  get salience(): number {
    return this.logit;
  }

  next(x: number, y: number, z: number): void {
    this.#features.next(x, y, z);
    this.#pair.set(this.#features.values, this.#framesInPair * FEATURES);
    this.#framesInPair++;
    if (this.#framesInPair < FRAMES_AT_ONCE) {
      this.logit = this.#next;
      return;
    }
    this.#framesInPair = 0;
    const logits = this.#network.next(this.#pair);
    this.logit = this.#calibrated(logits[0] as number);
    this.#next = this.#calibrated(logits[1] as number);
  }

  reset(): void {
    this.#features.reset();
    this.#network.reset();
    this.#pair.fill(0);
    this.#framesInPair = 0;
    this.logit = this.#next = Number.NEGATIVE_INFINITY;
  }

  transfer(io: StateIO): void {
    this.#features.transfer(io);
    this.#network.transfer(io);
    io.numbers(this.#pair);
    this.#framesInPair = io.number(this.#framesInPair);
    this.logit = io.number(this.logit);
    this.#next = io.number(this.#next);
  }

  #calibrated(output: number): number {
    const { slope, intercept } = this.#calibration;
    return slope * output + intercept;
  }
}

function fingerprintOf({ weights, calibration, delay }: NetworkParameters): string {
  const bytes = new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength);
  return [fnv1a(bytes), calibration.slope, calibration.intercept, delay].join(' ');
}

/**
 * The trained detector: a small causal network, which sees {@link RECEPTIVE_FIELD} frames back.
 *
 * @param network what runs it; default: the fastest that there is
 */
export function networkModel(
  parameters: NetworkParameters,
  network: typeof createNetwork = createNetwork,
): DetectorModel {
  return {
    id: parameters.id,
    fingerprint: fingerprintOf(parameters),
    delay: parameters.delay,
    windowLength: RECEPTIVE_FIELD,
    refractory: 0.24,
    threshold: parameters.threshold,
    walkThreshold: parameters.walkThreshold,
    createScorer: () => new NetworkScorer(parameters, network),
  };
}
