import type { StateIO } from '../state-io.ts';
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
  tensor,
} from './shape.ts';

/**
 * Where the kernel has what in its memory; all addresses are bytes. The constants up to the weights
 * are those of `packages/trainer/src/kernel/assembly/kernel.ts`.
 */
export const SHAPE_ADDRESS = 64;
export const DILATIONS_ADDRESS = 128;
export const GAINS_ADDRESS = 192;
export const INPUT_ADDRESS = 256;
export const LOGITS_ADDRESS = 384;
export const WEIGHTS_ADDRESS = 1088;

/** Whether the kernel can run a network of this shape; where not, the plain one does. */
export const KERNEL_FITS =
  CHANNELS === 24 &&
  INNER_CHANNELS === 48 &&
  BLOCK_TAPS === 3 &&
  MEMORY_GAINS.length === 2 &&
  4 * INPUTS <= LOGITS_ADDRESS - INPUT_ADDRESS &&
  4 * OUTPUTS <= 128 &&
  DILATIONS.length <= 16 &&
  DILATIONS.every((dilation) => Number.isInteger(Math.log2(dilation)));

/** Numbers of the stem's window, float32 each, with which a stream's past begins. */
export const WINDOW_LENGTH = STEM_TAPS * INPUTS;
/** Numbers of the window and of the memory's running means, which follow; float32 each. */
export const FLOATS_LENGTH = WINDOW_LENGTH + MEMORY_GAINS.length * CHANNELS;
/**
 * From which of them on a stream's past is saved: the oldest pair of the window makes room for the next one
 * before the stem sees it.
 */
export const SAVED_FROM = INPUTS;
/**
 * A running mean that is no more than this is taken for zero. The mean of a channel that fell silent would
 * shrink for minutes, to numbers that are so small that processors are slow with them.
 */
export const LEAST_MEAN = 2 ** -60;
/** Numbers of the blocks' rings, uint16 each, which follow: 2 × dilation pairs a block. */
export const RINGS_LENGTH = DILATIONS.reduce(
  (sum, dilation) => sum + (BLOCK_TAPS - 1) * dilation * CHANNELS,
  0,
);
/**
 * What goes from block to block is never negative, and hardly ever over 40: a ring keeps it in whole parts
 * of 1/1024, up to 64. That halves the memory of a session, and what has to be fetched from it.
 */
export const RING_SCALE = 1024;

/** Where streams may begin; a line of the processor's cache is 64 bytes. */
const ALIGNMENT = 64;

/** What is at {@link SHAPE_ADDRESS}. */
export const SHAPE = [INPUTS, WINDOW_LENGTH, DILATIONS.length, OUTPUTS] as const;

/**
 * The weights as the kernel reads them: rows of all that is to be summed up, a bias before the rows that it belongs to,
 * in the order in which they are needed.
 *
 * @param weights all parameters, in the order of `TENSORS`
 */
export function kernelWeights(weights: Float32Array): Float32Array {
  const list: number[] = [];
  const take = (name: string, index: number, scale = 1) => {
    list.push((weights[tensor(name).offset + index] as number) / scale);
  };
  const row = (name: string, index: (channel: number) => number, scale?: number) => {
    for (let channel = 0; channel < CHANNELS; channel++) take(name, index(channel), scale);
  };
  const pointwise = (name: string, from: number, to: number) => {
    for (let o = 0; o < to; o++) take(`${name}.bias`, o);
    for (let i = 0; i < from; i++) {
      for (let o = 0; o < to; o++) take(`${name}.weight`, o * from + i);
    }
  };
  row('stem.bias', (o) => o);
  for (let tap = 0; tap < STEM_TAPS; tap++) {
    for (let i = 0; i < INPUTS; i++) row('stem.weight', (o) => (o * INPUTS + i) * STEM_TAPS + tap);
  }
  for (let block = 0; block < DILATIONS.length; block++) {
    const name = `blocks.${block}`;
    row(`${name}.depthwise.bias`, (c) => c);
    for (let tap = 0; tap < BLOCK_TAPS; tap++) {
      // All but the last weigh what comes from a ring. To divide by a power of two loses nothing.
      const scale = tap < BLOCK_TAPS - 1 ? RING_SCALE : 1;
      row(`${name}.depthwise.weight`, (c) => c * BLOCK_TAPS + tap, scale);
    }
    pointwise(`${name}.widen`, CHANNELS, INNER_CHANNELS);
    pointwise(`${name}.narrow`, INNER_CHANNELS, CHANNELS);
  }
  pointwise('memory', MEMORY_CHANNELS, CHANNELS);
  for (let o = 0; o < OUTPUTS; o++) row('head.weight', (c) => o * CHANNELS + c);
  for (let o = 0; o < OUTPUTS; o++) take('head.bias', o);
  return Float32Array.from(list);
}

/** The next address at which a stream may begin. */
export function aligned(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}

/** Bytes from one stream to the next. */
export const STREAM_BYTES = aligned(4 * FLOATS_LENGTH + 2 * RINGS_LENGTH);

/** Saves or restores the rings of a stream, block by block: each channel takes as few bits as it needs there. */
export function transferRings(io: StateIO, rings: Uint16Array): void {
  let from = 0;
  for (const dilation of DILATIONS) {
    const end = from + (BLOCK_TAPS - 1) * dilation * CHANNELS;
    io.columns(rings, from, end, CHANNELS);
    from = end;
  }
}
