import type { StateIO } from '../state-io.ts';
import { RING_SCALE, RINGS_LENGTH, WINDOW_LENGTH } from './kernel-layout.ts';
import { BLOCK_TAPS, CHANNELS, DILATIONS, INPUTS, OUTPUTS, STEM_TAPS, tensor } from './shape.ts';
import type { StreamingNetwork } from './streaming-network.ts';

const STEM = tensor('stem.weight');
const STEM_BIAS = tensor('stem.bias');
const HEAD = tensor('head.weight');
const HEAD_BIAS = tensor('head.bias');

const MAX_UINT16 = 0xffff;

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
  /** The inputs that the stem sees, oldest first. */
  readonly #window = new Float32Array(WINDOW_LENGTH);
  /** Each block's past: a ring of 2 × dilation frames of all channels, in parts of {@link RING_SCALE}. */
  readonly #rings = new Uint16Array(RINGS_LENGTH);
  #frame = 0;

  /** @param weights all parameters, in the order of `TENSORS`; kept, not copied */
  constructor(weights: Float32Array) {
    this.#weights = weights;
  }

  next(inputs: Float64Array): Float64Array {
    this.#window.copyWithin(0, INPUTS);
    this.#window.set(inputs, WINDOW_LENGTH - INPUTS);
    hidden.fill(0);
    this.#stem();
    let ring = 0;
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
    this.#window.fill(0);
    this.#rings.fill(0);
    this.#frame = 0;
  }

  transfer(io: StateIO): void {
    this.#frame = io.number(this.#frame);
    transferPast(io, this.#window, this.#rings);
  }

  #stem(): void {
    const w = this.#weights;
    for (let o = 0; o < CHANNELS; o++) {
      let sum = w[STEM_BIAS.offset + o] as number;
      for (let tap = 0; tap < STEM_TAPS; tap++) {
        for (let i = 0; i < INPUTS; i++) {
          const weight = w[STEM.offset + (o * INPUTS + i) * STEM_TAPS + tap] as number;
          sum = plus(sum, weight, this.#window[tap * INPUTS + i] as number);
        }
      }
      if (sum > 0) hidden[o] = sum;
    }
  }

  /** The ring holds 2 × dilation frames: the oldest is due now, and makes room for the newest. */
  #convolve(block: (typeof BLOCKS)[number], ring: number): void {
    const w = this.#weights;
    const rings = this.#rings;
    const frames = (BLOCK_TAPS - 1) * block.dilation;
    const oldest = ring + (this.#frame % frames) * CHANNELS;
    const middle = ring + ((this.#frame + block.dilation) % frames) * CHANNELS;
    for (let c = 0; c < CHANNELS; c++) {
      const tap = block.depthwise.offset + c * BLOCK_TAPS;
      const value = hidden[c] as number;
      let sum = w[block.depthwiseBias.offset + c] as number;
      sum = plus(sum, w[tap] as number, (rings[oldest + c] as number) / RING_SCALE);
      sum = plus(sum, w[tap + 1] as number, (rings[middle + c] as number) / RING_SCALE);
      sum = plus(sum, w[tap + 2] as number, value);
      convolved[c] = sum;
      rings[oldest + c] = ringParts(value);
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

/**
 * A value as a ring keeps it: the nearest whole number of parts, of two as near the even one, or the largest
 * that there is. Single floats from 2²³ on have no digits after the point, so to add that rounds.
 */
function ringParts(value: number): number {
  const parts = Math.min(value * RING_SCALE, MAX_UINT16);
  return Math.fround(parts + 2 ** 23) - 2 ** 23;
}

/** Saves or restores the past of a stream. */
export function transferPast(io: StateIO, window: Float32Array, rings: Uint16Array): void {
  for (let i = 0; i < window.length; i++) window[i] = io.number(window[i] as number);
  for (let i = 0; i < rings.length; i++) rings[i] = io.number(rings[i] as number);
}
