const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;
const WEIGHT_DECAY = 1e-3;
/** A longer gradient is shortened to this. */
const MAX_NORM = 2;

/** The running moments of the gradient. */
export interface AdamWState {
  readonly steps: number;
  readonly mean: Float64Array;
  readonly square: Float64Array;
}

/** Adam with decoupled weight decay (Loshchilov & Hutter 2019), and the gradient's norm bounded. */
export class AdamW {
  readonly #mean: Float64Array;
  readonly #square: Float64Array;
  #steps: number;

  /** @param state of an optimizer that is to go on where it stood; see {@link state} */
  constructor(size: number, state?: AdamWState) {
    this.#mean = state?.mean.slice() ?? new Float64Array(size);
    this.#square = state?.square.slice() ?? new Float64Array(size);
    this.#steps = state?.steps ?? 0;
  }

  /** What it remembers, for another one to go on with. */
  get state(): AdamWState {
    return { steps: this.#steps, mean: this.#mean.slice(), square: this.#square.slice() };
  }

  /** Moves the parameters against the gradient. */
  step(parameters: Float32Array, gradient: Float32Array, rate: number): void {
    this.#steps++;
    let norm = 0;
    for (const slope of gradient) norm += slope * slope;
    norm = Math.sqrt(norm);
    const shorten = norm > MAX_NORM ? MAX_NORM / norm : 1;
    const correction1 = 1 - BETA1 ** this.#steps;
    const correction2 = 1 - BETA2 ** this.#steps;
    for (let i = 0; i < parameters.length; i++) {
      const slope = shorten * (gradient[i] as number);
      const mean = BETA1 * (this.#mean[i] as number) + (1 - BETA1) * slope;
      const square = BETA2 * (this.#square[i] as number) + (1 - BETA2) * slope * slope;
      this.#mean[i] = mean;
      this.#square[i] = square;
      const move = mean / correction1 / (Math.sqrt(square / correction2) + EPSILON);
      const value = parameters[i] as number;
      parameters[i] = value - rate * (move + WEIGHT_DECAY * value);
    }
  }
}
