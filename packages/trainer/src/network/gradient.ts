import { backward } from './backward.ts';
import { forward } from './forward.ts';
import type { Kernels } from './kernels.ts';
import { NetworkMemory } from './network-memory.ts';

/**
 * The network over a whole stretch of pairs of frames: outputs from inputs, and the gradient of the
 * parameters from the gradient of the outputs. Before the stretch all is zero, just as in a detector
 * that starts cold.
 */
export class NetworkGradient {
  /** Pairs in a stretch; a multiple of 8. */
  readonly length: number;
  /** All parameters, in the order of `TENSORS`; write to it to change the network. */
  readonly parameters: Float32Array;
  /** Sum of the gradients since {@link clearGradient}; the same order. */
  readonly gradient: Float32Array;

  readonly #kernels: Kernels;
  readonly #memory: NetworkMemory;

  /**
   * @param kernels their memory is taken over
   * @param length pairs in a stretch; a multiple of 8
   */
  constructor(kernels: Kernels, length: number) {
    if (length % 8 !== 0) throw new RangeError('A stretch is a multiple of 8 pairs.');
    this.#kernels = kernels;
    this.#memory = new NetworkMemory(kernels.memory, length);
    this.length = length;
    this.parameters = this.#memory.parameters;
    this.gradient = this.#memory.gradient;
  }

  /** The row of an input over the stretch; write to it before {@link forward}. */
  input(index: number): Float32Array {
    return this.#memory.arena.row(this.#memory.input, index);
  }

  /** The row of a logit over the stretch, after {@link forward}. */
  output(index: number): Float32Array {
    return this.#memory.arena.row(this.#memory.head.y, index);
  }

  /** The gradient of the loss by a logit; write to it before {@link backward}. */
  outputGradient(index: number): Float32Array {
    return this.#memory.arena.row(this.#memory.outputGradient, index);
  }

  clearGradient(): void {
    this.gradient.fill(0);
  }

  /** Computes the outputs of the inputs. */
  forward(): void {
    forward(this.#memory, this.#kernels);
  }

  /** Adds the gradient of the parameters to {@link gradient}; after {@link forward}. */
  backward(): void {
    backward(this.#memory, this.#kernels);
  }
}
