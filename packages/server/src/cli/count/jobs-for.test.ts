import { expect, test } from 'bun:test';
import { jobsFor } from './jobs-for.ts';

const files = (...megabytes: number[]) =>
  megabytes.map((size, i) => ({ path: `${i}`, bytes: size * 2 ** 20 }));

test('there are as many processes as processors, but none without much to do', () => {
  expect(jobsFor(files(100, 100, 100), 2)).toBe(2);
  expect(jobsFor(files(100, 100, 100), 8)).toBe(3);
  expect(jobsFor(files(1, 1, 1), 8)).toBe(1);
  expect(jobsFor(files(6, 3), 8)).toBe(2);
  expect(jobsFor([], 8)).toBe(1);
});
