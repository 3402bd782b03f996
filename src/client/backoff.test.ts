import { expect, test } from 'bun:test';
import { Backoff } from './backoff.ts';
import { verdictOf } from './close-codes.ts';

test('the span doubles up to its bound, and begins anew once the link has worked', () => {
  const backoff = new Backoff({ minDelay: 500, maxDelay: 3000, random: () => 1 });
  const spans = Array.from({ length: 5 }, () => backoff.next());
  expect(spans).toEqual([500, 1000, 2000, 3000, 3000]);
  backoff.reset();
  expect(backoff.next()).toBe(500);
});

test('the wait is any part of the span', () => {
  let part = 0;
  const backoff = new Backoff({ minDelay: 100, maxDelay: 100, random: () => part });
  for (part of [0, 0.25, 0.5, 0.999]) expect(backoff.next()).toBe(100 * part);
});

test.each([
  [1000, 'final'],
  [1001, 'reconnect'],
  [1006, 'reconnect'],
  [1009, 'final'],
  [1011, 'reconnect'],
  [1012, 'reconnect'],
  [1013, 'reconnect'],
  [4400, 'final'],
  [4401, 'final'],
  [4403, 'final'],
  [4408, 'when_needed'],
  [4409, 'final'],
  [4410, 'final'],
  [4413, 'final'],
  [4429, 'final'],
] as const)('close code %d: %s', (code, verdict) => {
  expect(verdictOf(code)).toBe(verdict);
});
