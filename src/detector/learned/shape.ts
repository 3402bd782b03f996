/**
 * The shape of the network, for the detector, the training and the exports alike: a causal temporal
 * convolutional network (Bai, Kolter & Koltun 2018) of depthwise separable blocks.
 *
 * A stem of five taps turns the features into channels; six residual blocks look further and further
 * back, each with a depthwise convolution of three taps and a pointwise one; a head reads two logits:
 * that a foot landed one delay ago, and which foot it was.
 */

/** Numbers that a frame is described by; see `inputs.ts`. */
export const INPUTS = 4;
/** Channels of every layer. */
export const CHANNELS = 24;
/** Taps of the stem. */
export const STEM_TAPS = 5;
/** Taps of each depthwise convolution. */
export const BLOCK_TAPS = 3;
/** Frames between the taps of each block. */
export const DILATIONS = [1, 2, 4, 8, 16, 32] as const;
/** Logits: of a landing, and of its being the left foot (or the right: only the change matters). */
export const OUTPUTS = 2;

/** Frames that an output depends on: its own and those before it. */
export const RECEPTIVE_FIELD =
  STEM_TAPS + (BLOCK_TAPS - 1) * DILATIONS.reduce((sum, dilation) => sum + dilation, 0);

/** Multiplications and additions a frame, in pairs. */
export const MULTIPLY_ADDS =
  INPUTS * STEM_TAPS * CHANNELS +
  DILATIONS.length * (BLOCK_TAPS * CHANNELS + CHANNELS * CHANNELS) +
  OUTPUTS * CHANNELS;

/** A parameter tensor and where it stands in the flat list of all of them. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

/** All parameter tensors, in order. Weights are [to, from, tap] or [channel, tap]. */
export const TENSORS: readonly Tensor[] = layOut([
  ['stem.weight', [CHANNELS, INPUTS, STEM_TAPS]],
  ['stem.bias', [CHANNELS]],
  ...DILATIONS.flatMap((_, block): [string, number[]][] => [
    [`blocks.${block}.depthwise.weight`, [CHANNELS, BLOCK_TAPS]],
    [`blocks.${block}.depthwise.bias`, [CHANNELS]],
    [`blocks.${block}.pointwise.weight`, [CHANNELS, CHANNELS]],
    [`blocks.${block}.pointwise.bias`, [CHANNELS]],
  ]),
  ['head.weight', [OUTPUTS, CHANNELS]],
  ['head.bias', [OUTPUTS]],
]);

/** Numbers in all tensors together. */
export const PARAMETER_COUNT = TENSORS.reduce((sum, { length }) => sum + length, 0);

/**
 * The tensor of a name.
 *
 * @throws {RangeError} where there is none
 */
export function tensor(name: string): Tensor {
  const found = TENSORS.find((one) => one.name === name);
  if (!found) throw new RangeError(`The network has no tensor ${name}.`);
  return found;
}

function layOut(list: readonly (readonly [string, readonly number[]])[]): Tensor[] {
  let offset = 0;
  return list.map(([name, shape]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const placed = { name, shape, offset, length };
    offset += length;
    return placed;
  });
}
