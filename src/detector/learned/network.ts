import type { StateIO } from '../state-io.ts';
import {
  BLOCK_TAPS,
  CHANNELS,
  DILATIONS,
  INPUTS,
  OUTPUTS,
  PARAMETER_COUNT,
  STEM_TAPS,
  type Tensor,
  tensor,
} from './shape.ts';

/** Past inputs that the stem needs. */
const STEM_HISTORY = (STEM_TAPS - 1) * INPUTS;
/** Past values that the blocks need, all together. */
const BLOCK_HISTORY = DILATIONS.reduce(
  (sum, dilation) => sum + (BLOCK_TAPS - 1) * dilation * CHANNELS,
  0,
);

/** The tensors of the blocks, looked up once. */
const BLOCKS = DILATIONS.map((dilation, i) => ({
  dilation,
  depthwise: tensor(`blocks.${i}.depthwise.weight`).offset,
  depthwiseBias: tensor(`blocks.${i}.depthwise.bias`).offset,
  pointwise: tensor(`blocks.${i}.pointwise.weight`).offset,
  pointwiseBias: tensor(`blocks.${i}.pointwise.bias`).offset,
}));
const STEM: Tensor = tensor('stem.weight');
const STEM_BIAS: Tensor = tensor('stem.bias');
const HEAD: Tensor = tensor('head.weight');
const HEAD_BIAS: Tensor = tensor('head.bias');

/** Where a pair's values pass through; shared, for only one pair is worked on at a time. */
const hidden = new Float64Array(CHANNELS);
const convolved = new Float64Array(CHANNELS);

/**
 * The network, a pair of frames at a time. The weights are shared by all; what is its own is the past that
 * the convolutions look back on, in one typed array. Nothing is allocated for a pair.
 */
export class StreamingNetwork {
  /** The newest pair's logits. */
  readonly logits = new Float64Array(OUTPUTS);

  readonly #weights: Float32Array;
  /** The stem's past, then each block's: a ring of 2 × dilation pairs of all channels. */
  readonly #history = new Float32Array(STEM_HISTORY + BLOCK_HISTORY);
  #pair = 0;

  /** @param weights all parameters, in the order of `TENSORS`; kept, not copied */
  constructor(weights: Float32Array) {
    if (weights.length !== PARAMETER_COUNT) {
      throw new RangeError(`The network has ${PARAMETER_COUNT} weights, not ${weights.length}.`);
    }
    this.#weights = weights;
  }

  /** Takes the inputs of the next pair and makes its logits. */
  next(inputs: Float64Array): void {
    this.#stem(inputs);
    let ring = STEM_HISTORY;
    for (const block of BLOCKS) {
      this.#convolve(block, ring);
      this.#mix(block);
      ring += (BLOCK_TAPS - 1) * block.dilation * CHANNELS;
    }
    const w = this.#weights;
    for (let o = 0; o < OUTPUTS; o++) {
      let sum = w[HEAD_BIAS.offset + o] as number;
      const row = HEAD.offset + o * CHANNELS;
      for (let c = 0; c < CHANNELS; c++) sum += (w[row + c] as number) * (hidden[c] as number);
      this.logits[o] = sum;
    }
    this.#pair++;
  }

  /** Forgets the past. */
  reset(): void {
    this.#history.fill(0);
    this.#pair = 0;
    this.logits.fill(0);
  }

  transfer(io: StateIO): void {
    this.#pair = io.number(this.#pair);
    for (let i = 0; i < this.#history.length; i++) {
      this.#history[i] = io.number(this.#history[i] as number);
    }
    io.numbers(this.logits);
  }

  #stem(inputs: Float64Array): void {
    const w = this.#weights;
    const past = this.#history;
    for (let o = 0; o < CHANNELS; o++) {
      let sum = w[STEM_BIAS.offset + o] as number;
      for (let i = 0; i < INPUTS; i++) {
        const row = STEM.offset + (o * INPUTS + i) * STEM_TAPS;
        for (let tap = 0; tap < STEM_TAPS - 1; tap++) {
          sum += (w[row + tap] as number) * (past[tap * INPUTS + i] as number);
        }
        sum += (w[row + STEM_TAPS - 1] as number) * (inputs[i] as number);
      }
      hidden[o] = sum > 0 ? sum : 0;
    }
    past.copyWithin(0, INPUTS, STEM_HISTORY);
    for (let i = 0; i < INPUTS; i++) past[STEM_HISTORY - INPUTS + i] = inputs[i] as number;
  }

  /** The ring holds 2 × dilation pairs: the oldest is due now, and makes room for the newest. */
  #convolve(block: (typeof BLOCKS)[number], ring: number): void {
    const w = this.#weights;
    const past = this.#history;
    const pairs = (BLOCK_TAPS - 1) * block.dilation;
    const oldest = ring + (this.#pair % pairs) * CHANNELS;
    const middle = ring + ((this.#pair + block.dilation) % pairs) * CHANNELS;
    for (let c = 0; c < CHANNELS; c++) {
      const tap = block.depthwise + c * BLOCK_TAPS;
      const value = hidden[c] as number;
      convolved[c] =
        (w[block.depthwiseBias + c] as number) +
        (w[tap] as number) * (past[oldest + c] as number) +
        (w[tap + 1] as number) * (past[middle + c] as number) +
        (w[tap + 2] as number) * value;
      past[oldest + c] = value;
    }
  }

  #mix(block: (typeof BLOCKS)[number]): void {
    const w = this.#weights;
    for (let o = 0; o < CHANNELS; o++) {
      const row = block.pointwise + o * CHANNELS;
      let sum = w[block.pointwiseBias + o] as number;
      for (let c = 0; c < CHANNELS; c++) sum += (w[row + c] as number) * (convolved[c] as number);
      if (sum > 0) hidden[o] = (hidden[o] as number) + sum;
    }
  }
}
