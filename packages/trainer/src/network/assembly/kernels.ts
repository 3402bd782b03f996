/**
 * The inner loops of training, in AssemblyScript: WebAssembly with four float32 lanes.
 *
 * A signal is a row of `length` frames, contiguous in time; rows of many channels are `stride` bytes
 * apart. There are at least 64 zeros before and after each row, so that shifted reads need no
 * bounds. `length` is a multiple of 8. All addresses and strides are in bytes.
 */

/**
 * Pointwise mixing of channels: y[o][t] = bias[o] + Σ weights[o][i] · x[i][t], through max(0, ·) where
 * `rectify`. `rows` is a table of the addresses of the inputs, which may be shifted views of one
 * row. `outputs` is a multiple of 4.
 */
export function mix(
  rows: usize,
  inputs: i32,
  weights: usize,
  bias: usize,
  y: usize,
  outputs: i32,
  stride: i32,
  length: i32,
  rectify: bool,
): void {
  const zero = f32x4.splat(0);
  for (let o = 0; o < outputs; o += 4) {
    const b = bias + (o << 2);
    const bias0 = v128.load32_splat(b);
    const bias1 = v128.load32_splat(b, 4);
    const bias2 = v128.load32_splat(b, 8);
    const bias3 = v128.load32_splat(b, 12);
    for (let t = 0; t < length << 2; t += 32) {
      let a0 = bias0;
      let a1 = bias0;
      let b0 = bias1;
      let b1 = bias1;
      let c0 = bias2;
      let c1 = bias2;
      let d0 = bias3;
      let d1 = bias3;
      for (let i = 0; i < inputs; i++) {
        const x = <usize>load<u32>(rows + (i << 2)) + t;
        const x0 = v128.load(x);
        const x1 = v128.load(x, 16);
        const w = weights + ((o * inputs + i) << 2);
        const w0 = v128.load32_splat(w);
        const w1 = v128.load32_splat(w + (inputs << 2));
        const w2 = v128.load32_splat(w + (inputs << 3));
        const w3 = v128.load32_splat(w + inputs * 12);
        a0 = f32x4.add(a0, f32x4.mul(w0, x0));
        a1 = f32x4.add(a1, f32x4.mul(w0, x1));
        b0 = f32x4.add(b0, f32x4.mul(w1, x0));
        b1 = f32x4.add(b1, f32x4.mul(w1, x1));
        c0 = f32x4.add(c0, f32x4.mul(w2, x0));
        c1 = f32x4.add(c1, f32x4.mul(w2, x1));
        d0 = f32x4.add(d0, f32x4.mul(w3, x0));
        d1 = f32x4.add(d1, f32x4.mul(w3, x1));
      }
      if (rectify) {
        a0 = f32x4.max(a0, zero);
        a1 = f32x4.max(a1, zero);
        b0 = f32x4.max(b0, zero);
        b1 = f32x4.max(b1, zero);
        c0 = f32x4.max(c0, zero);
        c1 = f32x4.max(c1, zero);
        d0 = f32x4.max(d0, zero);
        d1 = f32x4.max(d1, zero);
      }
      let out = y + o * stride + t;
      v128.store(out, a0);
      v128.store(out, a1, 16);
      out += stride;
      v128.store(out, b0);
      v128.store(out, b1, 16);
      out += stride;
      v128.store(out, c0);
      v128.store(out, c1, 16);
      out += stride;
      v128.store(out, d0);
      v128.store(out, d1, 16);
    }
  }
}

/**
 * Adds Σ over t of a[o][t] · x[i][t] to gradient[o][i]: what {@link mix} passes back to its weights.
 * `outputs` is a multiple of 4, `inputs` of 2: so many sums are made at once, for each number that is
 * loaded serves several.
 */
export function mixGradient(
  a: usize,
  outputs: i32,
  stride: i32,
  rows: usize,
  inputs: i32,
  gradient: usize,
  length: i32,
): void {
  const row = inputs << 2;
  for (let o = 0; o < outputs; o += 4) {
    const a0 = a + o * stride;
    const a1 = a0 + stride;
    const a2 = a1 + stride;
    const a3 = a2 + stride;
    for (let i = 0; i < inputs; i += 2) {
      const x = <usize>load<u32>(rows + (i << 2));
      const y = <usize>load<u32>(rows + (i << 2), 4);
      let x0 = f32x4.splat(0);
      let x1 = f32x4.splat(0);
      let x2 = f32x4.splat(0);
      let x3 = f32x4.splat(0);
      let y0 = f32x4.splat(0);
      let y1 = f32x4.splat(0);
      let y2 = f32x4.splat(0);
      let y3 = f32x4.splat(0);
      for (let t = 0; t < length << 2; t += 16) {
        const xt = v128.load(x + t);
        const yt = v128.load(y + t);
        const d0 = v128.load(a0 + t);
        x0 = f32x4.add(x0, f32x4.mul(d0, xt));
        y0 = f32x4.add(y0, f32x4.mul(d0, yt));
        const d1 = v128.load(a1 + t);
        x1 = f32x4.add(x1, f32x4.mul(d1, xt));
        y1 = f32x4.add(y1, f32x4.mul(d1, yt));
        const d2 = v128.load(a2 + t);
        x2 = f32x4.add(x2, f32x4.mul(d2, xt));
        y2 = f32x4.add(y2, f32x4.mul(d2, yt));
        const d3 = v128.load(a3 + t);
        x3 = f32x4.add(x3, f32x4.mul(d3, xt));
        y3 = f32x4.add(y3, f32x4.mul(d3, yt));
      }
      let g = gradient + ((o * inputs + i) << 2);
      addTo(g, x0, y0);
      g += row;
      addTo(g, x1, y1);
      g += row;
      addTo(g, x2, y2);
      g += row;
      addTo(g, x3, y3);
    }
  }
}

/** Adds the sums of two vectors to two numbers that lie side by side. */
function addTo(address: usize, x: v128, y: v128): void {
  store<f32>(address, load<f32>(address) + sum(x));
  store<f32>(address, load<f32>(address, 4) + sum(y), 4);
}

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

function sum(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    f32x4.extract_lane(v, 2) +
    f32x4.extract_lane(v, 3)
  );
}
