import { expect, test } from 'bun:test';
import {
  CHANNELS,
  DILATIONS,
  FEATURES,
  FRAMES_AT_ONCE,
  INPUTS,
  MULTIPLY_ADDS,
  OUTPUTS,
  PARAMETER_COUNT,
  RECEPTIVE_FIELD,
  SIDE,
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

test('the blocks lie between the stem and the head, and each has its four tensors', () => {
  const names = TENSORS.map(({ name }) => name);
  expect(names.slice(0, 2)).toEqual(['stem.weight', 'stem.bias']);
  expect(names.slice(-2)).toEqual(['head.weight', 'head.bias']);
  for (const block of DILATIONS.keys()) {
    expect(names.slice(2 + 4 * block, 6 + 4 * block)).toEqual(
      ['depthwise.weight', 'depthwise.bias', 'pointwise.weight', 'pointwise.bias'].map(
        (name) => `blocks.${block}.${name}`,
      ),
    );
  }
});

test('the network is as large as the documents say', () => {
  expect(tensor('stem.weight').shape).toEqual([CHANNELS, INPUTS, STEM_TAPS]);
  expect(tensor('head.weight').shape).toEqual([OUTPUTS, CHANNELS]);
  expect(RECEPTIVE_FIELD).toBe(130);
  expect(PARAMETER_COUNT).toBe(4155);
  // Every weight but the biases is used once for two frames.
  const biases = TENSORS.filter(({ name }) => name.endsWith('bias'));
  const biasCount = biases.reduce((sum, { length }) => sum + length, 0);
  expect(MULTIPLY_ADDS).toBe((PARAMETER_COUNT - biasCount) / 2);
});

test('takes two frames at a time, and tells a contact of each and then the foot', () => {
  expect(FRAMES_AT_ONCE).toBe(2);
  expect(INPUTS).toBe(2 * FEATURES);
  expect([SIDE, OUTPUTS]).toEqual([2, 3]);
});
