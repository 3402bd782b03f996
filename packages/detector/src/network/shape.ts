/**
 * The shape of the network, for the detector, the training and the exports alike: a causal temporal
 * convolutional network (Bai, Kolter & Koltun 2018) of depthwise separable blocks.
 *
 * Frames come at 50 Hz and are taken two at a time, so all that follows runs at 25 Hz: a stem turns
 * the features of three pairs into channels; residual blocks look further and further back, each with
 * a depthwise convolution of three taps and two pointwise ones; a memory adds what the channels were
 * on average over the last second and the last five; a head reads the {@link OUTPUTS} logits.
 */

/** Numbers that a frame is described by; see `inputs.ts`. */
export const FEATURES = 4;
/** Frames that the network takes at a time. */
export const FRAMES_AT_ONCE = 2;
/** Numbers that a pair is described by: the features of its first frame, then of its second. */
export const INPUTS = FRAMES_AT_ONCE * FEATURES;
/** Channels of every layer. */
export const CHANNELS = 24;
/** Channels between the two pointwise convolutions of a block. */
export const INNER_CHANNELS = 48;
/** Pairs that the stem sees. */
export const STEM_TAPS = 3;
/** Taps of each depthwise convolution. */
export const BLOCK_TAPS = 3;
/** Pairs between the taps of each block. */
export const DILATIONS = [1, 2, 4, 8, 16] as const;
/**
 * Share of the newest pair in each running mean of the memory: time constants of 1.28 s and 5.12 s.
 * Powers of two, so that a product with them is exact.
 */
export const MEMORY_GAINS = [1 / 32, 1 / 128] as const;
/** Channels that the memory mixes: the newest, and each running mean of them. */
export const MEMORY_CHANNELS = (1 + MEMORY_GAINS.length) * CHANNELS;

/**
 * Places of the logits of a pair: of a contact at the moment of its second frame, one delay ago; of a
 * contact a frame later; of a contact in hindsight, {@link HINDSIGHT_FRAMES} frames earlier than the first; and of
 * being on foot then, between the first contact of a walk and the last.
 */
export const CONTACT = 0;
export const IN_HINDSIGHT = FRAMES_AT_ONCE;
export const ON_FOOT = IN_HINDSIGHT + 1;
/** Logits of a pair. */
export const OUTPUTS = ON_FOOT + 1;
/** How much longer hindsight waits, in frames; an even number. */
export const HINDSIGHT_FRAMES = 36;

/** Frames that an output depends on without the memory: its own pair and those before it. */
export const RECEPTIVE_FIELD =
  FRAMES_AT_ONCE *
  (STEM_TAPS + (BLOCK_TAPS - 1) * DILATIONS.reduce((sum, dilation) => sum + dilation, 0));

/** Multiplications and additions a frame, in pairs. */
export const MULTIPLY_ADDS =
  (INPUTS * STEM_TAPS * CHANNELS +
    DILATIONS.length * (BLOCK_TAPS * CHANNELS + 2 * CHANNELS * INNER_CHANNELS) +
    MEMORY_CHANNELS * CHANNELS +
    OUTPUTS * CHANNELS) /
  FRAMES_AT_ONCE;

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
    [`blocks.${block}.widen.weight`, [INNER_CHANNELS, CHANNELS]],
    [`blocks.${block}.widen.bias`, [INNER_CHANNELS]],
    [`blocks.${block}.narrow.weight`, [CHANNELS, INNER_CHANNELS]],
    [`blocks.${block}.narrow.bias`, [CHANNELS]],
  ]),
  ['memory.weight', [CHANNELS, MEMORY_CHANNELS]],
  ['memory.bias', [CHANNELS]],
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
