import { describe, expect, test } from 'bun:test';
import { RateLimit } from './rate-limit.ts';

describe('a limit of 200 samples a second', () => {
  test('lets a device of 200 Hz through for ever', () => {
    const limit = new RateLimit(200);
    for (let i = 0; i < 100_000; i++) expect(limit.admit(1, 5 * i)).toBe(true);
  });

  test('lets ten seconds come at once, and then what time brings', () => {
    const limit = new RateLimit(200);
    expect(limit.admit(1000, 0)).toBe(true);
    expect(limit.admit(1000, 0)).toBe(true);
    expect(limit.admit(1, 0)).toBe(false);
    expect(limit.admit(100, 499)).toBe(false);
    expect(limit.admit(100, 500)).toBe(true);
    expect(limit.admit(1, 500)).toBe(false);
  });

  test('halves a device of 400 Hz, and has exceeded its refusals in the end', () => {
    const limit = new RateLimit(200);
    let admitted = 0;
    let samples = 0;
    for (; !limit.hasExceededRefusals; samples++) if (limit.admit(1, 2.5 * samples)) admitted++;
    expect(samples - admitted).toBe(1000);
    // Ten seconds' worth at once, and half of all that came.
    expect(Math.abs(admitted - (2000 + samples / 2))).toBeLessThan(3);
  });

  test('forgives whoever pauses until the allowance is full again', () => {
    const limit = new RateLimit(200);
    limit.admit(1000, 0);
    limit.admit(1000, 0);
    for (let i = 0; i < 999; i++) expect(limit.admit(1, 0)).toBe(false);
    expect(limit.admit(1, 11_000)).toBe(true);
    expect(limit.hasExceededRefusals).toBe(false);
  });
});

test('the largest batch always passes, however low the limit', () => {
  expect(new RateLimit(1).admit(1000, 0)).toBe(true);
});
