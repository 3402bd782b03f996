import { expect, test } from 'bun:test';
import { difference, duration, grouped, shortId } from './format.ts';

test.each([
  [0, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [3600, '1 h 00'],
  [7500, '2 h 05'],
  [100 * 3600, '4 d 4 h'],
  [-5, '0 s'],
])('%d seconds are %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

test('by how much a count is off', () => {
  expect([difference(36, 36), difference(38, 36), difference(35, 36)]).toEqual([
    '± 0',
    '+ 2',
    '− 1',
  ]);
});

test('thousands stand apart', () => {
  expect(grouped(1_234_567.4)).toBe('1\u202f234\u202f567');
});

test('an id is cut to what tells it from others', () => {
  expect(shortId('3f1c1d0e-7f0e-4c5b-9d53-6d3f0a9c1b11')).toBe('3f1c1d0e');
});
