import type { DetectorModel, Scorer } from '../scorer.ts';
import type { StateIO } from '../state-io.ts';
import type { ClassicParameters } from './classic-parameters.ts';
import { EVIDENCE_LENGTH, Evidence } from './evidence.ts';
import { PARAMETERS } from './parameters.ts';
import { PERIODICITY_WINDOW } from './periodicity.ts';

/** Logit of a frame that has no evidence of a contact. */
const NO_EVIDENCE = -20;

/**
 * Scores frames by a logistic of their {@link Evidence}. The weights are fitted to recordings with
 * known steps, so that of the peaks given probability p, a share p are contacts.
 */
class ClassicScorer implements Scorer {
  logit = NO_EVIDENCE;
  readonly hindsight = Number.NEGATIVE_INFINITY;
  readonly onFoot = Number.NEGATIVE_INFINITY;
  readonly fresh = false;
  readonly #weights: readonly number[];
  readonly #evidence = new Evidence();

  constructor(parameters: ClassicParameters) {
    this.#weights = parameters.weights;
  }

  /** The band-passed magnitude: a contact is where it peaks, however probable. */
  get salience(): number {
    return this.#evidence.height;
  }

  next(x: number, y: number, z: number): void {
    this.logit = NO_EVIDENCE;
    if (!this.#evidence.next(Math.sqrt(x * x + y * y + z * z))) return;
    const { values } = this.#evidence;
    this.logit = 0;
    for (let i = 0; i < EVIDENCE_LENGTH; i++) {
      this.logit += (this.#weights[i] as number) * (values[i] as number);
    }
  }

  reset(): void {
    this.#evidence.reset();
    this.logit = NO_EVIDENCE;
  }

  transfer(io: StateIO): void {
    this.logit = io.number(this.logit);
    this.#evidence.transfer(io);
  }
}

/**
 * A classical detector: peaks of the band-passed magnitude, judged by height and rhythm. It has no
 * idea of left and right; its `start` and `end` alternate. The trained detector has to beat it.
 */
export function classicModel(parameters: ClassicParameters): DetectorModel {
  return {
    id: 'classic-1',
    fingerprint: [parameters.delay, ...parameters.weights].join(' '),
    delay: parameters.delay,
    hindsightDelay: null,
    windowLength: PERIODICITY_WINDOW,
    refractory: 0.24,
    threshold: 0.2,
    walkThreshold: 0.6,
    hindsightThreshold: 1,
    createScorer: () => new ClassicScorer(parameters),
  };
}

/** The classical detector with the published parameters. */
export const CLASSIC: DetectorModel = classicModel(PARAMETERS);
