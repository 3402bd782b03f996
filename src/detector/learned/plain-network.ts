import type { StateIO } from '../state-io.ts';
import { STATE_LENGTH } from './kernel-layout.ts';
import type { StreamingNetwork } from './network.ts';
import { BLOCK_TAPS, CHANNELS, DILATIONS, INPUTS, OUTPUTS, STEM_TAPS, tensor } from './shape.ts';

/** Numbers that the stem sees: the inputs of its frames, oldest first. */
const WINDOW = STEM_TAPS * INPUTS;
const STEM = tensor('stem.weight');
const STEM_BIAS = tensor('stem.bias');
const HEAD = tensor('head.weight');
const HEAD_BIAS = tensor('head.bias');

/** The tensors of the blocks, looked up once. */
const BLOCKS = DILATIONS.map((dilation, i) => ({
  dilation,
  depthwise: tensor(`blocks.${i}.depthwise.weight`),
  depthwiseBias: tensor(`blocks.${i}.depthwise.bias`),
  pointwise: tensor(`blocks.${i}.pointwise.weight`),
  pointwiseBias: tensor(`blocks.${i}.pointwise.bias`),
}));

/** Where a frame's values pass through; shared, for only one frame is worked on at a time. */
const hidden = new Float32Array(CHANNELS);
const convolved = new Float32Array(CHANNELS);
const logits = new Float64Array(OUTPUTS);

/**
 * The network in plain TypeScript: what it computes, said in the shortest way. It runs everywhere, and
 * is what the fast one (`wasm-network.ts`) is held equal to, to the last bit: so each sum is of single
 * floats, and in the same order.
 */
export class PlainNetwork implements StreamingNetwork {
  readonly #weights: Float32Array;
  /** The stem's window, then each block's: a ring of 2 × dilation frames of all channels. */
  readonly #past = new Float32Array(STATE_LENGTH);
  #frame = 0;

  /** @param weights all parameters, in the order of `TENSORS`; kept, not copied */
  constructor(weights: Float32Array) {
    this.#weights = weights;
  }

  next(inputs: Float64Array): Float64Array {
    const past = this.#past;
    past.copyWithin(0, INPUTS, WINDOW);
    for (let i = 0; i < INPUTS; i++) past[WINDOW - INPUTS + i] = inputs[i] as number;
    hidden.fill(0);
    this.#stem();
    let ring = WINDOW;
    for (const block of BLOCKS) {
      this.#convolve(block, ring);
      this.#mix(block);
      ring += (BLOCK_TAPS - 1) * block.dilation * CHANNELS;
    }
    for (let o = 0; o < OUTPUTS; o++) logits[o] = this.#logit(o);
    this.#frame++;
    return logits;
  }

  reset(): void {
    this.#past.fill(0);
    this.#frame = 0;
  }

  transfer(io: StateIO): void {
    this.#frame = io.number(this.#frame);
    transferFloats(io, this.#past);
  }

  #stem(): void {
    const w = this.#weights;
    for (let o = 0; o < CHANNELS; o++) {
      let sum = w[STEM_BIAS.offset + o] as number;
      for (let tap = 0; tap < STEM_TAPS; tap++) {
        for (let i = 0; i < INPUTS; i++) {
          const weight = w[STEM.offset + (o * INPUTS + i) * STEM_TAPS + tap] as number;
          sum = plus(sum, weight, this.#past[tap * INPUTS + i] as number);
        }
      }
      if (sum > 0) hidden[o] = sum;
    }
  }

  /** The ring holds 2 × dilation frames: the oldest is due now, and makes room for the newest. */
  #convolve(block: (typeof BLOCKS)[number], ring: number): void {
    const w = this.#weights;
    const past = this.#past;
    const frames = (BLOCK_TAPS - 1) * block.dilation;
    const oldest = ring + (this.#frame % frames) * CHANNELS;
    const middle = ring + ((this.#frame + block.dilation) % frames) * CHANNELS;
    for (let c = 0; c < CHANNELS; c++) {
      const tap = block.depthwise.offset + c * BLOCK_TAPS;
      const value = hidden[c] as number;
      let sum = w[block.depthwiseBias.offset + c] as number;
      sum = plus(sum, w[tap] as number, past[oldest + c] as number);
      sum = plus(sum, w[tap + 1] as number, past[middle + c] as number);
      sum = plus(sum, w[tap + 2] as number, value);
      convolved[c] = sum;
      past[oldest + c] = value;
    }
  }

  #mix(block: (typeof BLOCKS)[number]): void {
    const w = this.#weights;
    for (let o = 0; o < CHANNELS; o++) {
      let sum = w[block.pointwiseBias.offset + o] as number;
      for (let c = 0; c < CHANNELS; c++) {
        const weight = w[block.pointwise.offset + o * CHANNELS + c] as number;
        sum = plus(sum, weight, convolved[c] as number);
      }
      if (sum > 0) hidden[o] = (hidden[o] as number) + sum;
    }
  }

  /** The bias and four partial sums, of every fourth channel each: so that they fit four lanes. */
  #logit(o: number): number {
    const w = this.#weights;
    const row = HEAD.offset + o * CHANNELS;
    const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map((lane) => {
      let sum = 0;
      for (let channel = lane; channel < CHANNELS; channel += 4) {
        sum = plus(sum, w[row + channel] as number, hidden[channel] as number);
      }
      return sum;
    });
    const total = Math.fround(Math.fround(a + b) + Math.fround(c + d));
    return Math.fround((w[HEAD_BIAS.offset + o] as number) + total);
  }
}

/** sum + weight × x in single floats, rounded after each operation. */
function plus(sum: number, weight: number, x: number): number {
  return Math.fround(sum + Math.fround(weight * x));
}

/** Saves or restores single floats. */
export function transferFloats(io: StateIO, floats: Float32Array): void {
  for (let i = 0; i < floats.length; i++) floats[i] = io.number(floats[i] as number);
}
