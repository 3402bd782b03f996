import { fnv1a } from '../checksum.ts';
import type { DetectorModel, Scorer } from '../scorer.ts';
import { FRAME_RATE } from '../stages/resample.ts';
import type { StateIO } from '../state-io.ts';
import { Inputs } from './inputs.ts';
import { createNetwork } from './network.ts';
import {
  CONTACT,
  FEATURES,
  FRAMES_AT_ONCE,
  HINDSIGHT_FRAMES,
  IN_HINDSIGHT,
  INPUTS,
  ON_FOOT,
  RECEPTIVE_FIELD,
} from './shape.ts';
import type { StreamingNetwork } from './streaming-network.ts';

/** The logit of a true probability is `slope` × output + `intercept`. */
export interface Calibration {
  readonly slope: number;
  readonly intercept: number;
}

/** The same in hindsight, with what is said of being on foot, within ±{@link ON_FOOT_LIMIT}. */
export interface HindsightCalibration extends Calibration {
  readonly onFoot: number;
}

/**
 * The scores of a pair's two moments come from two outputs, and differ a little for no reason. So a score
 * is the mean of two frames', which takes half a frame more, and gives contacts a better place.
 */
export const SMOOTHING_FRAMES = 0.5;

/** Being on foot counts no more than this logit, either way. */
export const ON_FOOT_LIMIT = 5;

/** A trained network, and how to read its outputs. */
export interface NetworkParameters {
  /** Name and version of the model. */
  readonly id: string;
  /** All parameters, in the order of `TENSORS`. */
  readonly weights: Float32Array;
  /** Seconds from a contact to the middle of the frame whose output speaks of it, before smoothing. */
  readonly delay: number;
  /** Calibration of what is said of a contact at first. */
  readonly calibration: Calibration;
  /** Calibration of what is said of a contact in hindsight. */
  readonly hindsightCalibration: HindsightCalibration;
  /** Probability over which a peak is taken for a contact. */
  readonly threshold: number;
  /** Mean probability that held contacts must reach to be confirmed as a walk. */
  readonly walkThreshold: number;
  /** Probability over which hindsight counts a contact. */
  readonly hindsightThreshold: number;
}

/**
 * Scores frames by a network. It runs once for two frames, when the second has come; what it says of
 * the moment after waits for the next frame, so that every frame's score is one delay late. What
 * it says in hindsight is new with every second frame, and speaks of the moment of that one.
 */
class NetworkScorer implements Scorer {
  logit = Number.NEGATIVE_INFINITY;
  hindsight = Number.NEGATIVE_INFINITY;
  onFoot = Number.NEGATIVE_INFINITY;

  readonly #features = new Inputs();
  readonly #network: StreamingNetwork;
  readonly #calibration: Calibration;
  readonly #hindsightCalibration: HindsightCalibration;
  /** The features of two frames, as the network takes them. */
  readonly #pair = new Float64Array(INPUTS);
  /** All but the newest frame of it, which alone may be waited for. */
  readonly #waiting = this.#pair.subarray(0, INPUTS - FEATURES);
  #framesInPair = 0;
  /** The score that waits for the next frame, and the newest before it. */
  #next = Number.NEGATIVE_INFINITY;
  #newest = Number.NEGATIVE_INFINITY;

  constructor(parameters: NetworkParameters, network: typeof createNetwork) {
    this.#network = network(parameters.weights);
    this.#calibration = parameters.calibration;
    this.#hindsightCalibration = parameters.hindsightCalibration;
  }

  /** A contact is where the network is surest. */
  get salience(): number {
    return this.logit;
  }

  get fresh(): boolean {
    return this.#framesInPair === 0 && this.hindsight !== Number.NEGATIVE_INFINITY;
  }

  next(x: number, y: number, z: number): void {
    this.#features.next(x, y, z);
    this.#pair.set(this.#features.values, this.#framesInPair * FEATURES);
    this.#framesInPair++;
    if (this.#framesInPair < FRAMES_AT_ONCE) {
      this.#smooth(this.#next);
      return;
    }
    this.#framesInPair = 0;
    const logits = this.#network.next(this.#pair);
    this.#smooth(calibrated(logits[CONTACT] as number, this.#calibration));
    this.#next = calibrated(logits[CONTACT + 1] as number, this.#calibration);
    this.onFoot = limitedOnFoot(logits[ON_FOOT] as number);
    this.hindsight =
      calibrated(logits[IN_HINDSIGHT] as number, this.#hindsightCalibration) +
      this.#hindsightCalibration.onFoot * this.onFoot;
  }

  reset(): void {
    this.#features.reset();
    this.#network.reset();
    this.#pair.fill(0);
    this.#framesInPair = 0;
    this.logit = this.#next = this.#newest = Number.NEGATIVE_INFINITY;
    this.hindsight = this.onFoot = Number.NEGATIVE_INFINITY;
  }

  /** Takes the score of a frame; {@link logit} is then of the moment between it and the one before. */
  #smooth(score: number): void {
    this.logit = 0.5 * (this.#newest + score);
    this.#newest = score;
  }

  transfer(io: StateIO): void {
    this.#features.transfer(io);
    this.#network.transfer(io);
    this.#framesInPair = io.whole(this.#framesInPair);
    if (this.#framesInPair > 0) io.numbers(this.#waiting);
    this.logit = io.number(this.logit);
    this.#next = io.number(this.#next);
    this.#newest = io.number(this.#newest);
    this.hindsight = io.number(this.hindsight);
    this.onFoot = io.number(this.onFoot);
  }
}

function calibrated(output: number, { slope, intercept }: Calibration): number {
  return slope * output + intercept;
}

/** What is said of being on foot, as calibration takes it. */
export function limitedOnFoot(logit: number): number {
  return logit > ON_FOOT_LIMIT ? ON_FOOT_LIMIT : logit < -ON_FOOT_LIMIT ? -ON_FOOT_LIMIT : logit;
}

function fingerprintOf(parameters: NetworkParameters): string {
  const { weights, calibration, hindsightCalibration, delay } = parameters;
  const bytes = new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength);
  const { slope, onFoot, intercept } = hindsightCalibration;
  const numbers = [calibration.slope, calibration.intercept, slope, onFoot, intercept];
  return [fnv1a(bytes), ...numbers, delay].join(' ');
}

/**
 * The trained detector: a small causal network, which sees {@link RECEPTIVE_FIELD} frames back
 * and has a memory of what was before.
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
    delay: parameters.delay + SMOOTHING_FRAMES / FRAME_RATE,
    hindsightDelay: parameters.delay + HINDSIGHT_FRAMES / FRAME_RATE,
    windowLength: RECEPTIVE_FIELD,
    refractory: 0.24,
    threshold: parameters.threshold,
    walkThreshold: parameters.walkThreshold,
    hindsightThreshold: parameters.hindsightThreshold,
    createScorer: () => new NetworkScorer(parameters, network),
  };
}
