import { expect, test } from 'bun:test';
import { nearest } from './nearest.ts';

const WORDS = ['port', 'host', 'log-level', 'lan-port'];

test.each([
  ['logLevel', 'log-level'],
  ['LOG_LEVEL', 'log-level'],
  ['prot', 'port'],
  ['ports', 'port'],
  ['lanprot', 'lan-port'],
  ['colour', undefined],
])('who writes %p means %p', (word, meant) => {
  expect(nearest(word, WORDS)).toBe(meant);
});
