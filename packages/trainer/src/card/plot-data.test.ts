import { describe, expect, test } from 'bun:test';
import { CLASSIC } from '@stepstream/detector';
import { plotSteps } from '@stepstream/plot';
import { walk } from '../evaluation/example-recordings.ts';
import { busiest, plotData } from './plot-data.ts';

const { recording, truth } = walk({ seconds: 90, stepsPerSecond: 1.8, rate: 200 });
const window = { start: 20, end: 80 };

describe('plotData', () => {
  const data = plotData(recording, CLASSIC, { window, truth, tolerance: 0.15 });

  test('has a probability for each frame of the minute', () => {
    expect(data.probability.times.length).toBeGreaterThan(2990);
    for (const value of Array.from(data.probability.values)) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
  });

  test('tells which steps were found, and which of them are true', () => {
    expect(data.steps.length).toBeGreaterThan(100);
    expect(data.trueSteps?.length).toBe(108);
    const missing = plotData(recording, CLASSIC, {
      window,
      truth: truth.slice(0, 60),
      tolerance: 0.15,
    });
    const false_ = missing.steps.filter(({ isFalse }) => isFalse);
    expect(false_.length).toBeGreaterThan(70);
    expect(false_.every(({ timestamp }) => timestamp > 33)).toBe(true);
  });

  test('what is found in a mask is not wrong', () => {
    const masked = plotData(recording, CLASSIC, {
      window,
      truth: truth.slice(0, 60),
      tolerance: 0.15,
      mask: [{ start: 33, end: 90 }],
    });
    expect(masked.steps.some(({ isFalse }) => isFalse)).toBe(false);
  });

  test('where nothing is known, nothing is wrong', () => {
    const unknown = plotData(recording, CLASSIC, { window, truth: null, tolerance: 0.15 });
    expect(unknown.trueSteps).toBeNull();
    expect(unknown.steps.some(({ isFalse }) => isFalse)).toBe(false);
  });

  test('becomes an SVG of less than 60 KB', () => {
    const svg = plotSteps({ title: 'a walk', subtitle: '', recording, window, ...data });
    expect(svg).toStartWith('<svg xmlns="http://www.w3.org/2000/svg"');
    expect(svg.length).toBeLessThan(60_000);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });
});

test('the busiest seconds are the first with the most in them', () => {
  const times = Array.from({ length: 200 }, (_, i) => 100 + i / 2);
  expect(busiest({ start: 0, end: 300 }, times, 60)).toEqual({ start: 100, end: 160 });
  expect(busiest({ start: 3, end: 30 }, times, 60)).toEqual({ start: 3, end: 63 });
});
