import { sum } from './mixing';

export { mix, mixGradient } from './mixing';

/**
 * The inner loops of training, in AssemblyScript: WebAssembly with four float32 lanes. Those that mix
 * channels are in `mixing.ts`; here each channel is by itself.
 *
 * A signal is a row of `length` pairs of frames, contiguous in time; rows of many channels are `stride` bytes
 * apart. Before and after each row there are as many zeros as the widest block reads back, so that shifted
 * reads need no bounds. `length` is a multiple of 8. All addresses and strides are in bytes.
 */

/** Adds Σ over t of a[o][t] to gradient[o]: what is passed back to a bias. */
export function biasGradient(
  a: usize,
  channels: i32,
  stride: i32,
  gradient: usize,
  length: i32,
): void {
  for (let c = 0; c < channels; c++) {
    const row = a + c * stride;
    let s = f32x4.splat(0);
    for (let t = 0; t < length << 2; t += 16) s = f32x4.add(s, v128.load(row + t));
    const g = gradient + (c << 2);
    store<f32>(g, load<f32>(g) + sum(s));
  }
}

/**
 * Causal dilated depthwise convolution of three taps:
 * y[c][t] = bias[c] + w[c][0]·x[c][t − 2d] + w[c][1]·x[c][t − d] + w[c][2]·x[c][t].
 */
export function depthwise(
  x: usize,
  weights: usize,
  bias: usize,
  y: usize,
  channels: i32,
  stride: i32,
  length: i32,
  dilation: i32,
): void {
  const d = dilation << 2;
  for (let c = 0; c < channels; c++) {
    const w = weights + c * 12;
    const w0 = v128.load32_splat(w);
    const w1 = v128.load32_splat(w, 4);
    const w2 = v128.load32_splat(w, 8);
    const b = v128.load32_splat(bias + (c << 2));
    const row = x + c * stride;
    const out = y + c * stride;
    for (let t = 0; t < length << 2; t += 16) {
      const p = row + t;
      let s = f32x4.add(b, f32x4.mul(w0, v128.load(p - (d << 1))));
      s = f32x4.add(s, f32x4.mul(w1, v128.load(p - d)));
      v128.store(out + t, f32x4.add(s, f32x4.mul(w2, v128.load(p))));
    }
  }
}

/**
 * The way back through {@link depthwise}: adds to the weights' gradient from `dy`, and to `dx` (in
 * place) what reaches the input. The zeros after each row of `dy` stand for the future.
 */
export function depthwiseGradient(
  x: usize,
  weights: usize,
  dy: usize,
  dx: usize,
  gradient: usize,
  channels: i32,
  stride: i32,
  length: i32,
  dilation: i32,
): void {
  const d = dilation << 2;
  for (let c = 0; c < channels; c++) {
    const w = weights + c * 12;
    const w0 = v128.load32_splat(w);
    const w1 = v128.load32_splat(w, 4);
    const w2 = v128.load32_splat(w, 8);
    const xRow = x + c * stride;
    const dyRow = dy + c * stride;
    const dxRow = dx + c * stride;
    let g0 = f32x4.splat(0);
    let g1 = f32x4.splat(0);
    let g2 = f32x4.splat(0);
    for (let t = 0; t < length << 2; t += 16) {
      const p = xRow + t;
      const q = dyRow + t;
      const now = v128.load(q);
      g0 = f32x4.add(g0, f32x4.mul(now, v128.load(p - (d << 1))));
      g1 = f32x4.add(g1, f32x4.mul(now, v128.load(p - d)));
      g2 = f32x4.add(g2, f32x4.mul(now, v128.load(p)));
      let s = f32x4.add(v128.load(dxRow + t), f32x4.mul(w2, now));
      s = f32x4.add(s, f32x4.mul(w1, v128.load(q + d)));
      v128.store(dxRow + t, f32x4.add(s, f32x4.mul(w0, v128.load(q + (d << 1)))));
    }
    const g = gradient + c * 12;
    store<f32>(g, load<f32>(g) + sum(g0));
    store<f32>(g, load<f32>(g, 4) + sum(g1), 4);
    store<f32>(g, load<f32>(g, 8) + sum(g2), 8);
  }
}

/**
 * Running means: y[c][t] = y[c][t − 1] + gain · (x[c][t] − y[c][t − 1]), from zero.
 */
export function runningMean(
  x: usize,
  y: usize,
  channels: i32,
  stride: i32,
  length: i32,
  gain: f32,
): void {
  for (let c = 0; c < channels; c++) {
    const offset = c * stride;
    let mean: f32 = 0;
    for (let t = 0; t < length << 2; t += 4) {
      mean += gain * (load<f32>(x + offset + t) - mean);
      store<f32>(y + offset + t, mean);
    }
  }
}

/** The way back through {@link runningMean}: adds to `dx` what reaches the input. */
export function runningMeanGradient(
  dy: usize,
  dx: usize,
  channels: i32,
  stride: i32,
  length: i32,
  gain: f32,
): void {
  for (let c = 0; c < channels; c++) {
    const offset = c * stride;
    let sum: f32 = 0;
    for (let t = (length - 1) << 2; t >= 0; t -= 4) {
      sum = load<f32>(dy + offset + t) + (1 - gain) * sum;
      const p = dx + offset + t;
      store<f32>(p, load<f32>(p) + gain * sum);
    }
  }
}

/** y[c][t] += x[c][t]: a residual connection. */
export function add(x: usize, y: usize, channels: i32, stride: i32, length: i32): void {
  for (let c = 0; c < channels; c++) {
    const from = x + c * stride;
    const to = y + c * stride;
    for (let t = 0; t < length << 2; t += 16) {
      v128.store(to + t, f32x4.add(v128.load(to + t), v128.load(from + t)));
    }
  }
}

/** y[c][t] = x[c][t] where gate[c][t] > 0, else 0: the way back through max(0, ·). */
export function gate(
  x: usize,
  gated: usize,
  y: usize,
  channels: i32,
  stride: i32,
  length: i32,
): void {
  const zero = f32x4.splat(0);
  for (let c = 0; c < channels; c++) {
    const offset = c * stride;
    for (let t = 0; t < length << 2; t += 16) {
      const open = f32x4.gt(v128.load(gated + offset + t), zero);
      v128.store(y + offset + t, v128.and(v128.load(x + offset + t), open));
    }
  }
}
