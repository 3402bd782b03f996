import { KERNEL } from './kernel-binary.ts';
import {
  aligned,
  DILATIONS_ADDRESS,
  FLOATS_LENGTH,
  GAINS_ADDRESS,
  INPUT_ADDRESS,
  KERNEL_FITS,
  kernelWeights,
  LOGITS_ADDRESS,
  RINGS_LENGTH,
  SHAPE,
  SHAPE_ADDRESS,
  STREAM_BYTES,
  WEIGHTS_ADDRESS,
} from './kernel-layout.ts';
import { DILATIONS, INPUTS, MEMORY_GAINS, OUTPUTS } from './shape.ts';

/** A page of WebAssembly's memory, in bytes. */
const PAGE = 65_536;
/** Memory grows by so many pages at a time: about 320 streams. What is not touched costs nothing. */
const PAGES_AT_ONCE = 16;

/** What the compiled kernel exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  next(state: number, pair: number): void;
}

/**
 * A network's weights and the streams that run through it, in the memory of one WebAssembly instance.
 *
 * A stream's past lives there, too, because copying it in and out would cost more than to run the network
 * on it. So a stream is an address, taken and given back; the memory that one gives back serves the next.
 */
export class NetworkKernel {
  readonly #exports: Exports;
  /** Addresses that were given back. */
  readonly #free: number[] = [];
  /** Where the next new stream goes. */
  #end: number;
  /** All of the memory; made anew when it grows. */
  #floats: Float32Array;
  /** Where the first stream is. */
  readonly #begin: number;
  /** Frees the stream of a network that was garbage-collected. */
  readonly #abandoned = new FinalizationRegistry<number>((stream) => this.#free.push(stream));

  private constructor(module: WebAssembly.Module, weights: Float32Array) {
    const instance = new WebAssembly.Instance(module);
    this.#exports = instance.exports as unknown as Exports;
    const rows = kernelWeights(weights);
    this.#begin = this.#end = aligned(WEIGHTS_ADDRESS + 4 * rows.length);
    this.#reserve();
    this.#floats = new Float32Array(this.#exports.memory.buffer);
    this.#floats.set(rows, WEIGHTS_ADDRESS / 4);
    this.#floats.set(MEMORY_GAINS, GAINS_ADDRESS / 4);
    const words = new Uint32Array(this.#exports.memory.buffer);
    words.set(SHAPE, SHAPE_ADDRESS / 4);
    words.set(DILATIONS, DILATIONS_ADDRESS / 4);
  }

  /**
   * The kernel of these weights, the same each time; nothing where the runtime has no WebAssembly with
   * SIMD, or the network is not of the shape that the kernel is written for.
   *
   * @param weights all parameters, in the order of `TENSORS`; not changed afterwards
   */
  static of(weights: Float32Array): NetworkKernel | undefined {
    const known = kernels.get(weights);
    if (known) return known;
    const module = KERNEL_FITS ? compiled() : undefined;
    if (!module) return undefined;
    const kernel = new NetworkKernel(module, weights);
    kernels.set(weights, kernel);
    return kernel;
  }

  /** Streams that are in use. */
  get streams(): number {
    return (this.#end - this.#begin) / STREAM_BYTES - this.#free.length;
  }

  /**
   * Takes a stream without a past.
   *
   * @param owner when it is collected, the stream is given back
   */
  take(owner: object): number {
    let stream = this.#free.pop();
    if (stream === undefined) {
      stream = this.#end;
      this.#end += STREAM_BYTES;
      if (this.#reserve()) this.#floats = new Float32Array(this.#exports.memory.buffer);
    } else {
      this.#floats.fill(0, stream / 4, (stream + STREAM_BYTES) / 4);
    }
    this.#abandoned.register(owner, stream, owner);
    return stream;
  }

  /** Gives a stream back before its owner is collected. */
  giveBack(owner: object, stream: number): void {
    this.#abandoned.unregister(owner);
    this.#free.push(stream);
  }

  /** A stream's past, in the parts of `PlainNetwork`; views that last until a stream is taken. */
  past(stream: number): { readonly floats: Float32Array; readonly rings: Uint16Array } {
    const { buffer } = this.#floats;
    return {
      floats: new Float32Array(buffer, stream, FLOATS_LENGTH),
      rings: new Uint16Array(buffer, stream + 4 * FLOATS_LENGTH, RINGS_LENGTH),
    };
  }

  /**
   * Takes the inputs of a stream's next pair of frames and makes its logits.
   *
   * @param pair pairs of the stream before this one
   * @param logits where they go
   */
  next(stream: number, pair: number, inputs: Float64Array, logits: Float64Array): void {
    const floats = this.#floats;
    for (let i = 0; i < INPUTS; i++) floats[INPUT_ADDRESS / 4 + i] = inputs[i] as number;
    this.#exports.next(stream, pair);
    for (let o = 0; o < OUTPUTS; o++) logits[o] = floats[LOGITS_ADDRESS / 4 + o] as number;
  }

  /** Makes room for all that is in use; returns whether the memory is another one now. */
  #reserve(): boolean {
    const { memory } = this.#exports;
    const missing = this.#end - memory.buffer.byteLength;
    if (missing <= 0) return false;
    memory.grow(Math.max(Math.ceil(missing / PAGE), PAGES_AT_ONCE));
    return true;
  }
}

const kernels = new WeakMap<Float32Array, NetworkKernel>();

let module: WebAssembly.Module | null | undefined;

/** The compiled kernel; nothing where it can't be compiled. */
function compiled(): WebAssembly.Module | undefined {
  if (module === undefined) {
    try {
      const bytes = Uint8Array.from(atob(KERNEL), (character) => character.charCodeAt(0));
      module = new WebAssembly.Module(bytes);
    } catch {
      // No WebAssembly, none with SIMD, or a page that forbids it.
      module = null;
    }
  }
  return module ?? undefined;
}
