import type { StateIO } from '../state-io.ts';
import { NetworkKernel } from './kernel.ts';
import { PlainNetwork } from './plain-network.ts';
import { PARAMETER_COUNT } from './shape.ts';
import { WasmNetwork } from './wasm-network.ts';

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

/**
 * A network of these weights: in WebAssembly where the runtime can, else in plain TypeScript. Both
 * give the same logits, to the last bit, and each can go on from the other's saved state.
 *
 * @param weights all parameters, in the order of `TENSORS`; kept, and not to be changed
 * @throws {RangeError} for weights of another network
 */
export function createNetwork(weights: Float32Array): StreamingNetwork {
  if (weights.length !== PARAMETER_COUNT) {
    throw new RangeError(`The network has ${PARAMETER_COUNT} weights, not ${weights.length}.`);
  }
  const kernel = NetworkKernel.of(weights);
  return kernel ? new WasmNetwork(kernel) : new PlainNetwork(weights);
}
