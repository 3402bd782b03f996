import type { StateIO } from '../state-io.ts';
import type { NetworkKernel } from './kernel.ts';
import { SAVED_FROM, transferRings } from './kernel-layout.ts';
import { OUTPUTS } from './shape.ts';
import type { StreamingNetwork } from './streaming-network.ts';

/** Where each pair's logits go; shared, for they are read before the next pair is worked on. */
const logits = new Float64Array(OUTPUTS);

/** A network that has seen nothing yet has no stream. */
const NONE = -1;

/**
 * The network in WebAssembly: the same bits as `PlainNetwork`, in a twentieth of the time.
 *
 * It holds a stream only while it has a past, which a session that is still, or sends a sample now and
 * then, never has.
 */
export class WasmNetwork implements StreamingNetwork {
  readonly #kernel: NetworkKernel;
  #stream = NONE;
  #pair = 0;

  constructor(kernel: NetworkKernel) {
    this.#kernel = kernel;
  }

  next(inputs: Float64Array): Float64Array {
    if (this.#stream === NONE) this.#stream = this.#kernel.take(this);
    this.#kernel.next(this.#stream, this.#pair, inputs, logits);
    // The rings need no more of it than this many bits.
    this.#pair = (this.#pair + 1) >>> 0;
    return logits;
  }

  reset(): void {
    if (this.#stream !== NONE) this.#kernel.giveBack(this, this.#stream);
    this.#stream = NONE;
    this.#pair = 0;
  }

  transfer(io: StateIO): void {
    this.#pair = io.whole(this.#pair);
    if (this.#pair === 0) {
      this.reset();
      return;
    }
    if (this.#stream === NONE) this.#stream = this.#kernel.take(this);
    const { floats, rings } = this.#kernel.past(this.#stream);
    io.float32s(floats, SAVED_FROM);
    transferRings(io, rings);
  }
}
