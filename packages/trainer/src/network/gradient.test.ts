import { expect, test } from 'bun:test';
import {
  CHANNELS,
  DILATIONS,
  INNER_CHANNELS,
  INPUTS,
  MEMORY_GAINS,
  MULTIPLY_ADDS,
  OUTPUTS,
  PARAMETER_COUNT,
  RECEPTIVE_FIELD,
  STEM_TAPS,
  TENSORS,
  tensor,
} from '@stepstream/detector/internals';
import { seededRandom } from '@stepstream/math';
import { NetworkGradient } from './gradient.ts';
import { compileKernels } from './kernels.ts';

const kernels = await compileKernels();
const LENGTH = 160;

function randomNetwork(seed: number): NetworkGradient {
  const random = seededRandom(seed);
  const network = new NetworkGradient(kernels, LENGTH);
  for (let i = 0; i < PARAMETER_COUNT; i++) network.parameters[i] = random() - 0.5;
  for (let i = 0; i < INPUTS; i++) {
    const row = network.input(i);
    for (let t = 0; t < LENGTH; t++) row[t] = 4 * (random() - 0.5);
  }
  return network;
}

/** The network as its definition reads, in double precision and without any cleverness. */
function byDefinition(network: NetworkGradient): Float64Array[] {
  const flat = (name: string) => {
    const { offset, length } = tensor(name);
    return Float64Array.from(network.parameters.subarray(offset, offset + length));
  };
  const none = new Float64Array();
  const rows = (count: number) => Array.from({ length: count }, () => new Float64Array(LENGTH));
  /** Adds `factor` times a row, `delay` pairs of frames late, to another. */
  const addTo = (to: Float64Array = none, from: Float64Array = none, factor = 0, delay = 0) => {
    for (let t = delay; t < LENGTH; t++)
      to[t] = (to[t] as number) + factor * (from[t - delay] as number);
  };
  const addBias = (to: Float64Array[], bias: Float64Array) => {
    for (const [o, row] of to.entries())
      for (let t = 0; t < LENGTH; t++) row[t] = (row[t] as number) + (bias[o] as number);
  };
  const rectified = (signal: Float64Array[]) => signal.map((row) => row.map((z) => Math.max(0, z)));
  const mixed = (
    signal: Float64Array[],
    weight: Float64Array,
    bias: Float64Array,
    outputs: number,
  ) => {
    const to = rows(outputs);
    for (let o = 0; o < outputs; o++) {
      for (const [c, from] of signal.entries()) addTo(to[o], from, weight[o * signal.length + c]);
    }
    addBias(to, bias);
    return to;
  };

  const stem = rows(CHANNELS);
  const stemWeight = flat('stem.weight');
  for (let o = 0; o < CHANNELS; o++) {
    for (let i = 0; i < INPUTS; i++) {
      const input = Float64Array.from(network.input(i));
      for (let tap = 0; tap < STEM_TAPS; tap++) {
        addTo(stem[o], input, stemWeight[(o * INPUTS + i) * STEM_TAPS + tap], STEM_TAPS - 1 - tap);
      }
    }
  }
  addBias(stem, flat('stem.bias'));
  let hidden = rectified(stem);
  for (const [b, dilation] of DILATIONS.entries()) {
    const convolved = rows(CHANNELS);
    const taps = flat(`blocks.${b}.depthwise.weight`);
    for (let c = 0; c < CHANNELS; c++) {
      for (let tap = 0; tap < 3; tap++)
        addTo(convolved[c], hidden[c], taps[c * 3 + tap], (2 - tap) * dilation);
    }
    addBias(convolved, flat(`blocks.${b}.depthwise.bias`));
    const layer = (name: string, signal: Float64Array[], outputs: number) =>
      rectified(
        mixed(
          signal,
          flat(`blocks.${b}.${name}.weight`),
          flat(`blocks.${b}.${name}.bias`),
          outputs,
        ),
      );
    const inner = layer('narrow', layer('widen', convolved, INNER_CHANNELS), CHANNELS);
    for (const [c, row] of inner.entries()) addTo(row, hidden[c], 1);
    hidden = inner;
  }
  const means = MEMORY_GAINS.map((gain) => {
    const to = rows(CHANNELS);
    for (const [c, row] of to.entries()) {
      let mean = 0;
      for (let t = 0; t < LENGTH; t++) {
        mean += gain * (Number(hidden[c]?.[t]) - mean);
        row[t] = mean;
      }
    }
    return to;
  });
  const remembered = [...hidden, ...means.flat()];
  const memory = rectified(mixed(remembered, flat('memory.weight'), flat('memory.bias'), CHANNELS));
  for (const [c, row] of memory.entries()) addTo(row, hidden[c], 1);
  hidden = memory;
  return mixed(hidden, flat('head.weight'), flat('head.bias'), OUTPUTS);
}

test('the shape is the one the documents tell', () => {
  expect(RECEPTIVE_FIELD).toBe(130);
  expect(MULTIPLY_ADDS).toBeLessThanOrEqual(7300);
  expect(TENSORS.at(-1)?.offset).toBe(PARAMETER_COUNT - OUTPUTS);
});

test('forward is the network as defined', () => {
  const network = randomNetwork(1);
  network.forward();
  const expected = byDefinition(network);
  for (let o = 0; o < OUTPUTS; o++) {
    const row = network.output(o);
    const scale = Math.max(...(expected[o] as Float64Array).map(Math.abs));
    for (let t = 0; t < LENGTH; t++) {
      expect(Math.abs((row[t] as number) - Number(expected[o]?.[t])) / scale).toBeLessThan(1e-5);
    }
  }
});

test('backward is the slope that finite differences measure', () => {
  const network = randomNetwork(2);
  const random = seededRandom(3);
  // A loss that is linear in the outputs: its gradient by them is constant.
  const factors = Array.from({ length: OUTPUTS }, () =>
    Float32Array.from({ length: LENGTH }, () => random() - 0.5),
  );
  const loss = () =>
    byDefinition(network).reduce(
      (sum, row, o) => sum + row.reduce((s, z, t) => s + z * Number(factors[o]?.[t]), 0),
      0,
    );
  network.forward();
  for (const [o, factor] of factors.entries()) network.outputGradient(o).set(factor);
  network.clearGradient();
  network.backward();
  const gradient = Float32Array.from(network.gradient);
  for (const { name, offset, length } of TENSORS) {
    for (const i of new Set([Math.floor(length / 3), length - 1])) {
      const at = offset + i;
      const value = network.parameters[at] as number;
      // Small, so that few rectifiers change their mind; the loss is computed in doubles.
      const step = 2e-5;
      network.parameters[at] = value + step;
      const above = loss();
      network.parameters[at] = value - step;
      const below = loss();
      const span = Math.fround(value + step) - Math.fround(value - step);
      network.parameters[at] = value;
      const slope = (above - below) / span;
      const got = gradient[at] as number;
      expect([name, Math.abs(got - slope) / (Math.abs(slope) + 0.05) < 0.02]).toEqual([name, true]);
    }
  }
});
