import { expect, test } from 'bun:test';
import { retryPolicy } from '@stepstream/protocol';
import { Backoff } from './backoff.ts';

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
  [1000, 'never'],
  [1001, 'reconnect'],
  [1006, 'reconnect'],
  [1009, 'never'],
  [1011, 'reconnect'],
  [1012, 'reconnect'],
  [1013, 'reconnect'],
  [4400, 'never'],
  [4401, 'never'],
  [4403, 'never'],
  [4408, 'when_needed'],
  [4409, 'never'],
  [4410, 'never'],
  [4413, 'never'],
  [4429, 'never'],
] as const)('close code %d: %s', (code, policy) => {
  expect(retryPolicy(code)).toBe(policy);
});
