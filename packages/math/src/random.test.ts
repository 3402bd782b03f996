import { expect, test } from 'bun:test';
import { normal, seededRandom } from './random.ts';

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

test('normal numbers have mean 0 and standard deviation 1', () => {
  const random = seededRandom(7);
  const values = Array.from({ length: 20_000 }, () => normal(random));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  expect(values.every(Number.isFinite)).toBe(true);
});
