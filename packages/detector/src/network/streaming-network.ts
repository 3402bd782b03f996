import type { StateIO } from '../state-io.ts';

/**
 * The network, a frame at a time. The weights are shared by all; what is its own is the past that the
 * convolutions look back on. Nothing is allocated for a frame.
 */
export interface StreamingNetwork {
  /**
   * Takes the inputs of the next frame.
   *
   * @param inputs `INPUTS` numbers, which are rounded to single floats
   * @returns its `OUTPUTS` logits, in an array that the next frame of any network overwrites
   */
  next(inputs: Float64Array): Float64Array;
  /** Forgets the past. */
  reset(): void;
  transfer(io: StateIO): void;
}
