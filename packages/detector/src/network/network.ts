import { NetworkKernel } from './kernel.ts';
import { PlainNetwork } from './plain-network.ts';
import { PARAMETER_COUNT } from './shape.ts';
import type { StreamingNetwork } from './streaming-network.ts';
import { WasmNetwork } from './wasm-network.ts';

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
