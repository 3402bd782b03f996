import { expect, test } from 'bun:test';
import { curvePath, valueRange } from './signal.ts';

const same = (value: number) => value;

test('a spike among thousands does not flatten the rest, and no other peak is lost', () => {
  const count = 50_000;
  const values = new Float64Array(count).fill(10);
  values[20_000] = 900;
  expect(valueRange(values)[1]).toBeLessThan(20);
  const times = Float64Array.from(values, (_, i) => i / 100);
  const path = curvePath({ times, values }, { from: 0, to: count, plotWidth: 1000 }, same, same);
  expect(path).toContain('8900');
  expect(path.length).toBeLessThan(count);
});

test('a gap is not bridged', () => {
  const curve = { times: [0, 0.1, 5, 5.1], values: [0, 0, 0, 0] };
  expect(curvePath(curve, { from: 0, to: 4, plotWidth: 1000 }, (time) => 100 * time, same)).toBe(
    'M0 0h100M5000 0h100',
  );
});
