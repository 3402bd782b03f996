import { expect, test } from 'bun:test';
import {
  CHANNELS,
  CONTACT,
  DILATIONS,
  FEATURES,
  FRAMES_AT_ONCE,
  HINDSIGHT_FRAMES,
  IN_HINDSIGHT,
  INPUTS,
  MEMORY_GAINS,
  MULTIPLY_ADDS,
  ON_FOOT,
  OUTPUTS,
  PARAMETER_COUNT,
  RECEPTIVE_FIELD,
  STEM_TAPS,
  TENSORS,
  tensor,
} from './shape.ts';

test('tensors follow one another without a gap', () => {
  let end = 0;
  for (const { offset, length, shape } of TENSORS) {
    expect(offset).toBe(end);
    expect(length).toBe(shape.reduce((product, size) => product * size, 1));
    end += length;
  }
  expect(end).toBe(PARAMETER_COUNT);
});

test('each tensor has a name of its own, by which it is found', () => {
  expect(new Set(TENSORS.map(({ name }) => name)).size).toBe(TENSORS.length);
  for (const one of TENSORS) expect(tensor(one.name)).toBe(one);
  expect(() => tensor('tail')).toThrow(new RangeError('The network has no tensor tail.'));
});

test('the blocks lie between the stem and the memory, and each has its six tensors', () => {
  const names = TENSORS.map(({ name }) => name);
  expect(names.slice(0, 2)).toEqual(['stem.weight', 'stem.bias']);
  expect(names.slice(-4)).toEqual(['memory.weight', 'memory.bias', 'head.weight', 'head.bias']);
  for (const block of DILATIONS.keys()) {
    expect(names.slice(2 + 6 * block, 8 + 6 * block)).toEqual(
      ['depthwise', 'widen', 'narrow'].flatMap((layer) =>
        ['weight', 'bias'].map((kind) => `blocks.${block}.${layer}.${kind}`),
      ),
    );
  }
});

test('the network is as large as the documents say', () => {
  expect(tensor('stem.weight').shape).toEqual([CHANNELS, INPUTS, STEM_TAPS]);
  expect(tensor('head.weight').shape).toEqual([OUTPUTS, CHANNELS]);
  expect(RECEPTIVE_FIELD).toBe(130);
  expect(PARAMETER_COUNT).toBe(14812);
  // Every weight but the biases is used once for two frames.
  const biases = TENSORS.filter(({ name }) => name.endsWith('bias'));
  const biasCount = biases.reduce((sum, { length }) => sum + length, 0);
  expect(MULTIPLY_ADDS).toBe((PARAMETER_COUNT - biasCount) / 2);
});

test('takes two frames at a time, and tells a contact of each and then what hindsight says', () => {
  expect(FRAMES_AT_ONCE).toBe(2);
  expect(INPUTS).toBe(2 * FEATURES);
  expect([CONTACT, IN_HINDSIGHT, ON_FOOT, OUTPUTS]).toEqual([0, 2, 3, 4]);
  // Hindsight speaks of a moment of which a pair has spoken, too.
  expect(HINDSIGHT_FRAMES % FRAMES_AT_ONCE).toBe(0);
});

test('the shares of the newest pair in the memory are powers of two', () => {
  for (const gain of MEMORY_GAINS) expect(Number.isInteger(Math.log2(gain))).toBe(true);
});
