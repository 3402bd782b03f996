import { describe, expect, test } from 'bun:test';
import { mean, seededRandom } from '@stepstream/math';
import { bootstrapPeople } from './bootstrap.ts';

describe('bootstrapPeople', () => {
  test('gives the same interval every time', () => {
    const people = [1, 2, 3, 4, 7];
    expect(bootstrapPeople(people, mean)).toEqual(bootstrapPeople(people, mean));
  });

  test('holds the true mean in about 95 of 100 experiments', () => {
    const random = seededRandom(3);
    let held = 0;
    for (let k = 0; k < 200; k++) {
      const people = Array.from({ length: 30 }, () => random() + random() + random());
      const interval = bootstrapPeople(people, mean);
      if (interval && interval.low <= 1.5 && interval.high >= 1.5) held++;
    }
    expect(held / 200).toBeGreaterThan(0.88);
    expect(held / 200).toBeLessThan(0.99);
  });

  test('people who are all alike leave no doubt', () => {
    expect(bootstrapPeople([2, 2, 2], mean)).toEqual({ low: 2, high: 2 });
  });

  test('draws people, not their things', () => {
    const seen = new Set<number>();
    bootstrapPeople(['a', 'b', 'c'], (sample) => {
      seen.add(sample.length);
      return 0;
    });
    expect([...seen]).toEqual([3]);
  });

  test('passes over samples that have no number', () => {
    const interval = bootstrapPeople([0, 5], (sample) => (sample.includes(5) ? 5 : null));
    expect(interval).toEqual({ low: 5, high: 5 });
    expect(bootstrapPeople([1, 2], () => null)).toBeNull();
  });

  test('one person has no interval, and neither has nobody', () => {
    expect(bootstrapPeople([1], mean)).toBeNull();
    expect(bootstrapPeople([], mean)).toBeNull();
  });
});
