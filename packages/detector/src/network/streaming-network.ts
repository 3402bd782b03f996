import type { StateIO } from '../state-io.ts';

/**
 * The network, a pair of frames at a time. The weights are shared by all; what is its own is the past that
 * the convolutions and the memory look back on. Nothing is allocated for a pair.
 */
export interface StreamingNetwork {
  /**
   * Takes the inputs of the next pair.
   *
   * @param inputs `INPUTS` numbers, which are rounded to single floats
   * @returns its `OUTPUTS` logits, in an array that the next pair of any network overwrites
   */
  next(inputs: Float64Array): Float64Array;
  /** Forgets the past. */
  reset(): void;
  transfer(io: StateIO): void;
}
