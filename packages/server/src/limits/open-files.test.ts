import { expect, test } from 'bun:test';
import { maxOpenFiles, sessionsWithin } from './open-files.ts';

test('there are no more sessions than sockets, and some are kept', () => {
  expect(sessionsWithin(10_000, 1024)).toBe(960);
  expect(sessionsWithin(100, 1024)).toBe(100);
  expect(sessionsWithin(0, 1024)).toBe(960);
  expect(sessionsWithin(10_000, 32)).toBe(1);
  expect(sessionsWithin(10_000, undefined)).toBe(10_000);
  expect(sessionsWithin(0, undefined)).toBe(0);
});

test('the system says how many, where it does', () => {
  expect(maxOpenFiles('/nowhere')).toBeUndefined();
  if (process.platform === 'linux') expect(maxOpenFiles()).toBeGreaterThan(0);
});
