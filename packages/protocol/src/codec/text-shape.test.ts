import { describe, expect, test } from 'bun:test';
import { MAX_BATCH_SAMPLES } from '../samples.ts';
import { isTooComplex } from './text-shape.ts';

const BYTES = 256 * 1024;
/** As long as a number can be written by JSON.stringify. */
const LONGEST = -2.2250738585072014e-308;
const FULL = {
  ...{ timestamp: LONGEST, accel_x: LONGEST, accel_y: LONGEST, accel_z: LONGEST },
  ...{ gyro_x: LONGEST, gyro_y: LONGEST, gyro_z: LONGEST },
};

test('the largest batch, with all fields at their longest, is neither too long nor too complex', () => {
  const text = JSON.stringify({ samples: new Array(MAX_BATCH_SAMPLES).fill(FULL) });
  expect(text.length).toBeLessThan(BYTES);
  expect(isTooComplex(text)).toBe(false);
});

test('fields that the contract does not know are no reason to refuse a batch', () => {
  const samples = new Array(500).fill({
    ...FULL,
    tags: ['a', 'b'],
    device: { name: 'x', os: 'y' },
  });
  expect(isTooComplex(JSON.stringify({ samples }))).toBe(false);
});

describe('too complex is', () => {
  test.each([
    ['a list in a list in a list', '['.repeat(BYTES)],
    ['an object in an object', '{"a":'.repeat(BYTES / 5)],
    ['a list of empty objects', `[${'{},'.repeat(BYTES / 3)}{}]`],
    ['an object of thousands of keys', keys(20_000)],
    ['an object of thousands of keys among small ones', `[{},{},${keys(20_000)}]`],
  ])('%s', (_, text) => expect(isTooComplex(text)).toBe(true));
});

test('what is short is never too complex, as it is soon read', () => {
  expect(isTooComplex('['.repeat(8192))).toBe(false);
  expect(isTooComplex('['.repeat(8193))).toBe(true);
});

test('whoever expects more objects says so', () => {
  const text = `[${'{"x":1},'.repeat(10_000)}{}]`;
  expect(isTooComplex(text)).toBe(true);
  expect(isTooComplex(text, { maxParts: 20_000 })).toBe(false);
});

function keys(count: number): string {
  return JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 1])));
}
