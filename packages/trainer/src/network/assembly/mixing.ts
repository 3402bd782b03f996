/**
 * The loops of training that mix channels, where most of its time goes. What a signal is, and how it lies
 * in memory, is told in `kernels.ts`, with which this is compiled to one binary.
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

/** The sum of four lanes, in order. */
export function sum(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    f32x4.extract_lane(v, 2) +
    f32x4.extract_lane(v, 3)
  );
}
