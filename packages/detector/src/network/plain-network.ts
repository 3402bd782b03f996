import type { StateIO } from '../state-io.ts';
import {
  FLOATS_LENGTH,
  LEAST_MEAN,
  RING_SCALE,
  RINGS_LENGTH,
  SAVED_FROM,
  transferRings,
  WINDOW_LENGTH,
} from './kernel-layout.ts';
import {
  BLOCK_TAPS,
  CHANNELS,
  DILATIONS,
  INNER_CHANNELS,
  INPUTS,
  MEMORY_CHANNELS,
  MEMORY_GAINS,
  OUTPUTS,
  STEM_TAPS,
  type Tensor,
  tensor,
} from './shape.ts';
import type { StreamingNetwork } from './streaming-network.ts';

const STEM = tensor('stem.weight');
const STEM_BIAS = tensor('stem.bias');
const HEAD = tensor('head.weight');
const HEAD_BIAS = tensor('head.bias');
const MEMORY = pointwise('memory');

const MAX_UINT16 = 0xffff;

/** The tensors of the blocks, looked up once. */
const BLOCKS = DILATIONS.map((dilation, i) => ({
  dilation,
  depthwise: tensor(`blocks.${i}.depthwise.weight`),
  depthwiseBias: tensor(`blocks.${i}.depthwise.bias`),
  widen: pointwise(`blocks.${i}.widen`),
  narrow: pointwise(`blocks.${i}.narrow`),
}));

/** Where a pair's values pass through; shared, for only one pair is worked on at a time. */
const hidden = new Float32Array(CHANNELS);
const convolved = new Float32Array(CHANNELS);
const inner = new Float32Array(INNER_CHANNELS);
/** What the memory mixes: the channels as they are, and each running mean of them. */
const remembered = new Float32Array(MEMORY_CHANNELS);
const logits = new Float64Array(OUTPUTS);

/**
 * The network in plain TypeScript: what it computes, said in the shortest way. It runs everywhere, and
 * is what the fast one (`wasm-network.ts`) is held equal to, to the last bit: so each sum is of single
 * floats, and in the same order.
 */
export class PlainNetwork implements StreamingNetwork {
  readonly #weights: Float32Array;
  /** The inputs that the stem sees, oldest first; then the memory's running means. */
  readonly #floats = new Float32Array(FLOATS_LENGTH);
  readonly #window = this.#floats.subarray(0, WINDOW_LENGTH);
  readonly #means = this.#floats.subarray(WINDOW_LENGTH);
  /** Each block's past: a ring of 2 × dilation pairs of all channels, in parts of {@link RING_SCALE}. */
  readonly #rings = new Uint16Array(RINGS_LENGTH);
  #pair = 0;

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
      this.#mix(block.widen, convolved, (o, sum) => {
        inner[o] = sum;
      });
      this.#mix(block.narrow, inner, addToHidden);
      ring += (BLOCK_TAPS - 1) * block.dilation * CHANNELS;
    }
    this.#remember();
    this.#mix(MEMORY, remembered, addToHidden);
    for (let o = 0; o < OUTPUTS; o++) logits[o] = this.#logit(o);
    this.#pair++;
    return logits;
  }

  reset(): void {
    this.#floats.fill(0);
    this.#rings.fill(0);
    this.#pair = 0;
  }

  transfer(io: StateIO): void {
    this.#pair = io.whole(this.#pair);
    if (this.#pair === 0) {
      this.reset();
      return;
    }
    io.float32s(this.#floats, SAVED_FROM);
    transferRings(io, this.#rings);
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

  /** The ring holds 2 × dilation pairs: the oldest is due now, and makes room for the newest. */
  #convolve(block: (typeof BLOCKS)[number], ring: number): void {
    const w = this.#weights;
    const rings = this.#rings;
    const length = (BLOCK_TAPS - 1) * block.dilation;
    const oldest = ring + (this.#pair % length) * CHANNELS;
    const middle = ring + ((this.#pair + block.dilation) % length) * CHANNELS;
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

  /** Takes the newest channels into the running means of them. */
  #remember(): void {
    remembered.set(hidden);
    for (const [k, gain] of MEMORY_GAINS.entries()) {
      for (let c = 0; c < CHANNELS; c++) {
        const mean = this.#means[k * CHANNELS + c] as number;
        const change = Math.fround(gain * Math.fround((hidden[c] as number) - mean));
        const next = Math.fround(mean + change);
        this.#means[k * CHANNELS + c] = next > LEAST_MEAN ? next : 0;
      }
    }
    remembered.set(this.#means, CHANNELS);
  }

  /** A pointwise convolution, cut off at zero. */
  #mix(
    { weight, bias }: Pointwise,
    x: Float32Array,
    take: (output: number, sum: number) => void,
  ): void {
    const w = this.#weights;
    for (let o = 0; o < bias.length; o++) {
      let sum = w[bias.offset + o] as number;
      for (let i = 0; i < x.length; i++) {
        sum = plus(sum, w[weight.offset + o * x.length + i] as number, x[i] as number);
      }
      take(o, sum > 0 ? sum : 0);
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

interface Pointwise {
  readonly weight: Tensor;
  readonly bias: Tensor;
}

function pointwise(name: string): Pointwise {
  return { weight: tensor(`${name}.weight`), bias: tensor(`${name}.bias`) };
}

function addToHidden(channel: number, value: number): void {
  hidden[channel] = (hidden[channel] as number) + value;
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
