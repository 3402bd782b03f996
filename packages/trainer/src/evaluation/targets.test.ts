import { expect, test } from 'bun:test';
import { HEADLINE_SPECS } from './headline-specs.ts';
import { isReached, TARGETS } from './targets.ts';

test('every target belongs to a headline', () => {
  const keys = HEADLINE_SPECS.map(({ key }) => key);
  for (const key of Object.keys(TARGETS)) expect(keys).toContain(key);
  expect(new Set(keys).size).toBe(keys.length);
});

test('a target is reached from its own side', () => {
  expect(isReached(0.01, { limit: 0.01, better: 'less' })).toBe(true);
  expect(isReached(0.011, { limit: 0.01, better: 'less' })).toBe(false);
  expect(isReached(0.98, { limit: 0.97, better: 'more' })).toBe(true);
  expect(isReached(0.96, { limit: 0.97, better: 'more' })).toBe(false);
});
