/**
 * The network for one pair of frames of one stream, in AssemblyScript: WebAssembly with four float32 lanes.
 * Each lane adds up its channel in the very order of `plain-network.ts`, so both give the same bits.
 *
 * A row is the channels of one pair of frames: 24 float32; or in a ring, which keeps the past, 24 uint16 in parts of
 * 1/1024. All addresses and offsets are bytes; where things are
 * is told by `packages/detector/src/network/kernel-layout.ts`, whose constants these are.
 */

/** Four u32: inputs of a pair of frames, inputs that the stem sees, blocks, outputs. */
const SHAPE: usize = 64;
/** The blocks' dilations, u32 each; powers of two. */
const DILATIONS: usize = 128;
/** Shares of the newest row in the memory's two running means, f32 each. */
const GAINS: usize = 192;
/** The newest pair's inputs. */
const INPUT: usize = 256;
/** The logits of the newest pair. */
const LOGITS: usize = 384;
/** A block's convolved row, and its inner one. */
const CONVOLVED: usize = 512;
const INNER: usize = 608;
/** What goes from block to block, a row, and after it what the memory mixes it with: two rows of means. */
const HIDDEN: usize = 800;
/** The weights, in rows: a bias, then one row for each number that is weighed. */
const WEIGHTS: usize = 1088;

const CHANNELS: usize = 24;
const ROW: usize = CHANNELS * 4;
/** Channels between the two pointwise convolutions of a block. */
const INNER_CHANNELS: usize = 48;
const INNER_ROW: usize = INNER_CHANNELS * 4;
const MEANS: usize = 2;
/** `LEAST_MEAN` of the layout, 2⁻⁶⁰. */
const LEAST_MEAN: f32 = 8.673617379884035e-19;
const RING_ROW: usize = CHANNELS * 2;
/** `RING_SCALE` of the layout. */
const RING_SCALE: f32 = 1024;
const MAX_PARTS: f32 = 65535;
/** 2²³: a float32 from here on has no digits after the point, so to add it rounds, and the number is in the last bits. */
const ROUND: f32 = 8388608;
/** Rows of a depthwise convolution: the bias and three taps. */
const DEPTHWISE_ROWS: usize = 4;

/**
 * Takes a pair's inputs and makes its logits.
 *
 * @param state the stream's past: the stem's window, the memory's means, then each block's ring of 2 × dilation rows
 * @param pair pairs before this one
 */
export function next(state: usize, pair: u32): void {
  const inputs = (<usize>load<u32>(SHAPE)) << 2;
  const window = (<usize>load<u32>(SHAPE, 4)) << 2;
  const blocks = load<u32>(SHAPE, 8);
  slide(state, window, inputs);

  const zero = f32x4.splat(0);
  for (let c: usize = 0; c < ROW; c += 16) v128.store(HIDDEN + c, zero);
  mix(state, window, WEIGHTS);

  let weights = WEIGHTS + ROW + (window >> 2) * ROW;
  const means = state + window;
  let ring = means + MEANS * ROW;
  for (let block: u32 = 0; block < blocks; block++) {
    const dilation = load<u32>(DILATIONS + (block << 2));
    const mask = 2 * dilation - 1;
    const oldest = ring + <usize>(pair & mask) * RING_ROW;
    const middle = ring + <usize>((pair + dilation) & mask) * RING_ROW;
    convolve(oldest, middle, weights);
    weights += DEPTHWISE_ROWS * ROW;
    for (let part: usize = 0; part < INNER_ROW; part += ROW) widen(weights, part);
    weights += INNER_ROW + CHANNELS * INNER_ROW;
    mix(INNER, INNER_ROW, weights);
    weights += ROW + INNER_CHANNELS * ROW;
    ring += 2 * dilation * RING_ROW;
  }
  for (let k: usize = 0; k < MEANS; k++) remember(means + k * ROW, k);
  mix(HIDDEN, ROW + MEANS * ROW, weights);
  weights += ROW + (CHANNELS + MEANS * CHANNELS) * ROW;
  readOut(weights, load<u32>(SHAPE, 12));
}

/** Moves the stem's window on by one pair. */
function slide(window: usize, size: usize, inputs: usize): void {
  const newest = window + size - inputs;
  for (let p = window; p < newest; p += 4) store<f32>(p, load<f32>(p + inputs));
  for (let i: usize = 0; i < inputs; i += 4) store<f32>(newest + i, load<f32>(INPUT + i));
}

/** hidden[o] += max(0, bias[o] + Σ x[k] · w[k][o]), over the `size` bytes of x. */
function mix(x: usize, size: usize, weights: usize): void {
  let w = weights;
  let a0 = v128.load(w);
  let a1 = v128.load(w, 16);
  let a2 = v128.load(w, 32);
  let a3 = v128.load(w, 48);
  let a4 = v128.load(w, 64);
  let a5 = v128.load(w, 80);
  const end = x + size;
  for (let p = x; p < end; p += 4) {
    w += ROW;
    const value = v128.load32_splat(p);
    a0 = f32x4.add(a0, f32x4.mul(v128.load(w), value));
    a1 = f32x4.add(a1, f32x4.mul(v128.load(w, 16), value));
    a2 = f32x4.add(a2, f32x4.mul(v128.load(w, 32), value));
    a3 = f32x4.add(a3, f32x4.mul(v128.load(w, 48), value));
    a4 = f32x4.add(a4, f32x4.mul(v128.load(w, 64), value));
    a5 = f32x4.add(a5, f32x4.mul(v128.load(w, 80), value));
  }
  const zero = f32x4.splat(0);
  v128.store(HIDDEN, f32x4.add(v128.load(HIDDEN), f32x4.pmax(zero, a0)));
  v128.store(HIDDEN, f32x4.add(v128.load(HIDDEN, 16), f32x4.pmax(zero, a1)), 16);
  v128.store(HIDDEN, f32x4.add(v128.load(HIDDEN, 32), f32x4.pmax(zero, a2)), 32);
  v128.store(HIDDEN, f32x4.add(v128.load(HIDDEN, 48), f32x4.pmax(zero, a3)), 48);
  v128.store(HIDDEN, f32x4.add(v128.load(HIDDEN, 64), f32x4.pmax(zero, a4)), 64);
  v128.store(HIDDEN, f32x4.add(v128.load(HIDDEN, 80), f32x4.pmax(zero, a5)), 80);
}

/**
 * inner[o] = max(0, bias[o] + Σ convolved[c] · w[c][o]), for the 24 inner channels from `part` on, in bytes. All 48
 * at once leave sixteen registers so little room that V8 moves sums to memory and back, which costs more.
 */
function widen(weights: usize, part: usize): void {
  let w = weights + part;
  let a0 = v128.load(w);
  let a1 = v128.load(w, 16);
  let a2 = v128.load(w, 32);
  let a3 = v128.load(w, 48);
  let a4 = v128.load(w, 64);
  let a5 = v128.load(w, 80);
  for (let p = CONVOLVED; p < CONVOLVED + ROW; p += 4) {
    w += INNER_ROW;
    const value = v128.load32_splat(p);
    a0 = f32x4.add(a0, f32x4.mul(v128.load(w), value));
    a1 = f32x4.add(a1, f32x4.mul(v128.load(w, 16), value));
    a2 = f32x4.add(a2, f32x4.mul(v128.load(w, 32), value));
    a3 = f32x4.add(a3, f32x4.mul(v128.load(w, 48), value));
    a4 = f32x4.add(a4, f32x4.mul(v128.load(w, 64), value));
    a5 = f32x4.add(a5, f32x4.mul(v128.load(w, 80), value));
  }
  const inner = INNER + part;
  const zero = f32x4.splat(0);
  v128.store(inner, f32x4.pmax(zero, a0));
  v128.store(inner, f32x4.pmax(zero, a1), 16);
  v128.store(inner, f32x4.pmax(zero, a2), 32);
  v128.store(inner, f32x4.pmax(zero, a3), 48);
  v128.store(inner, f32x4.pmax(zero, a4), 64);
  v128.store(inner, f32x4.pmax(zero, a5), 80);
}

/** means[c] += gain · (hidden[c] − means[c]) in one of the memory's rows, and in its copy after the hidden row. */
function remember(means: usize, k: usize): void {
  const gain = v128.load32_splat(GAINS + (k << 2));
  const copy = HIDDEN + ROW + k * ROW;
  for (let c: usize = 0; c < ROW; c += 16) {
    const mean = v128.load(means + c);
    const change = f32x4.mul(gain, f32x4.sub(v128.load(HIDDEN + c), mean));
    const next = f32x4.add(mean, change);
    const kept = v128.and(next, f32x4.gt(next, f32x4.splat(LEAST_MEAN)));
    v128.store(means + c, kept);
    v128.store(copy + c, kept);
  }
}

/**
 * convolved[c] = bias[c] + w0[c]·oldest[c] + w1[c]·middle[c] + w2[c]·hidden[c]. The newest row then takes the
 * place of the oldest, which is not needed again. The weights of what comes from the ring are divided by its
 * scale already.
 */
function convolve(oldest: usize, middle: usize, weights: usize): void {
  for (let c: usize = 0; c < RING_ROW; c += 16) {
    const low = convolveFour(oldest + c, middle + c, 2 * c, weights + 2 * c);
    const high = convolveFour(oldest + c + 8, middle + c + 8, 2 * c + 16, weights + 2 * c + 16);
    v128.store(oldest + c, v128.shuffle<u16>(low, high, 0, 2, 4, 6, 8, 10, 12, 14));
  }
}

/** Four channels of it; returns the newest row's in the ring's parts, as the lower halves of four u32. */
function convolveFour(oldest: usize, middle: usize, at: usize, w: usize): v128 {
  const newest = v128.load(HIDDEN + at);
  // What is in 16 bits has no sign in 32, and those with a sign are quicker to convert.
  const first = f32x4.convert_i32x4_s(v128.load16x4_u(oldest));
  const second = f32x4.convert_i32x4_s(v128.load16x4_u(middle));
  let sum = f32x4.add(v128.load(w), f32x4.mul(v128.load(w, 96), first));
  sum = f32x4.add(sum, f32x4.mul(v128.load(w, 192), second));
  sum = f32x4.add(sum, f32x4.mul(v128.load(w, 288), newest));
  v128.store(CONVOLVED + at, sum);
  const parts = f32x4.mul(newest, f32x4.splat(RING_SCALE));
  const limited = f32x4.pmin(f32x4.splat(MAX_PARTS), parts);
  return f32x4.add(limited, f32x4.splat(ROUND));
}

/** Each logit is its bias and a row's product with the hidden one, in four partial sums. */
function readOut(weights: usize, outputs: u32): void {
  const biases = weights + <usize>outputs * ROW;
  for (let o: usize = 0; o < outputs; o++) {
    const w = weights + o * ROW;
    let sum = f32x4.splat(0);
    for (let c: usize = 0; c < ROW; c += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(w + c), v128.load(HIDDEN + c)));
    }
    const total =
      f32x4.extract_lane(sum, 0) +
      f32x4.extract_lane(sum, 1) +
      (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
    store<f32>(LOGITS + (o << 2), load<f32>(biases + (o << 2)) + total);
  }
}
