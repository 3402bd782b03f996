import { expect, test } from 'bun:test';
import { seededRandom } from './random.ts';

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test('numbers fill the range from 0 to 1 evenly', () => {
  const random = seededRandom(42);
  const bins = new Array<number>(10).fill(0);
  for (let k = 0; k < 10_000; k++) {
    const value = random();
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThan(1);
    bins[Math.floor(value * 10)] = (bins[Math.floor(value * 10)] ?? 0) + 1;
  }
  for (const count of bins) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
