import { BLOCK_TAPS, CHANNELS, DILATIONS, INPUTS, OUTPUTS, STEM_TAPS, tensor } from './shape.ts';

/**
 * Where the kernel has what in its memory; all addresses are bytes. The constants up to the weights
 * are those of `training/kernel/assembly/kernel.ts`.
 */
export const SHAPE_ADDRESS = 64;
export const DILATIONS_ADDRESS = 128;
export const INPUT_ADDRESS = 256;
export const LOGITS_ADDRESS = 384;
export const WEIGHTS_ADDRESS = 1024;

/** Whether the kernel can run a network of this shape; where not, the plain one does. */
export const KERNEL_FITS =
  CHANNELS === 24 &&
  BLOCK_TAPS === 3 &&
  4 * INPUTS <= LOGITS_ADDRESS - INPUT_ADDRESS &&
  4 * OUTPUTS <= 128 &&
  DILATIONS.length <= 32 &&
  DILATIONS.every((dilation) => Number.isInteger(Math.log2(dilation)));

/** Numbers of a stream's past: the stem's window, then each block's ring of 2 × dilation frames. */
export const STATE_LENGTH =
  STEM_TAPS * INPUTS +
  DILATIONS.reduce((sum, dilation) => sum + (BLOCK_TAPS - 1) * dilation * CHANNELS, 0);

/** Where streams may begin; a line of the processor's cache is 64 bytes. */
const ALIGNMENT = 64;

/** What is at {@link SHAPE_ADDRESS}. */
export const SHAPE = [INPUTS, STEM_TAPS * INPUTS, DILATIONS.length, OUTPUTS] as const;

/**
 * The weights as the kernel reads them: rows of all channels, a bias before the rows that it belongs to,
 * in the order in which they are needed.
 *
 * @param weights all parameters, in the order of `TENSORS`
 */
export function kernelWeights(weights: Float32Array): Float32Array {
  const list: number[] = [];
  const take = (name: string, index: number) => {
    list.push(weights[tensor(name).offset + index] as number);
  };
  const row = (name: string, index: (channel: number) => number) => {
    for (let channel = 0; channel < CHANNELS; channel++) take(name, index(channel));
  };
  row('stem.bias', (o) => o);
  for (let tap = 0; tap < STEM_TAPS; tap++) {
    for (let i = 0; i < INPUTS; i++) row('stem.weight', (o) => (o * INPUTS + i) * STEM_TAPS + tap);
  }
  for (let block = 0; block < DILATIONS.length; block++) {
    const name = `blocks.${block}`;
    row(`${name}.depthwise.bias`, (c) => c);
    for (let tap = 0; tap < BLOCK_TAPS; tap++) {
      row(`${name}.depthwise.weight`, (c) => c * BLOCK_TAPS + tap);
    }
    row(`${name}.pointwise.bias`, (o) => o);
    for (let i = 0; i < CHANNELS; i++) row(`${name}.pointwise.weight`, (o) => o * CHANNELS + i);
  }
  for (let o = 0; o < OUTPUTS; o++) row('head.weight', (c) => o * CHANNELS + c);
  for (let o = 0; o < OUTPUTS; o++) take('head.bias', o);
  return Float32Array.from(list);
}

/** The next address at which a stream may begin. */
export function aligned(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}

/** Bytes from one stream to the next. */
export const STREAM_BYTES = aligned(4 * STATE_LENGTH);
