import { describe, expect, test } from 'bun:test';
import type { Recording } from '@stepstream/formats';
import { activityAt, countInside, segmentsOf, totalSeconds, trimmed, without } from './segments.ts';

function recordingWith(activity: string[] | null, count = activity?.length ?? 0): Recording {
  const times = Float64Array.from({ length: count }, (_, k) => k * 0.5);
  return { times, accel: new Float64Array(3 * count), gyro: null, activity };
}

describe('segmentsOf', () => {
  test('each stretch ends where the next begins, the last at the last sample', () => {
    expect(segmentsOf(recordingWith(['a', 'a', 'b', 'a', 'a', 'a']))).toEqual([
      { activity: 'a', start: 0, end: 1 },
      { activity: 'b', start: 1, end: 1.5 },
      { activity: 'a', start: 1.5, end: 2.5 },
    ]);
  });

  test('a stretch before a hole ends with its last sample', () => {
    const recording = recordingWith(['a', 'a', 'b', 'b']);
    recording.times.set([5, 5.5], 2);
    expect(segmentsOf(recording)).toEqual([
      { activity: 'a', start: 0, end: 0.5 },
      { activity: 'b', start: 5, end: 5.5 },
    ]);
  });

  test('a recording that does not tell has none', () => {
    expect(segmentsOf(recordingWith(null, 4))).toEqual([]);
    expect(segmentsOf(recordingWith([]))).toEqual([]);
  });
});

test('activityAt belongs to the start of a stretch, not its end', () => {
  const segments = segmentsOf(recordingWith(['a', 'a', 'b', 'b']));
  expect(activityAt(segments, 0.99)).toBe('a');
  expect(activityAt(segments, 1)).toBe('b');
  expect(activityAt(segments, 99)).toBe('b');
  expect(activityAt(segments, -1)).toBe('a');
  expect(activityAt([], 1)).toBeNull();
});

test('trimmed drops what has nothing left', () => {
  const intervals = [
    { start: 0, end: 3 },
    { start: 5, end: 6 },
  ];
  expect(trimmed(intervals, 0.5)).toEqual([{ start: 0.5, end: 2.5 }]);
});

describe('without', () => {
  const interval = [{ start: 0, end: 10 }];

  test('cuts a stretch around each time', () => {
    expect(without(interval, [2, 6], 0.5)).toEqual([
      { start: 0, end: 1.5 },
      { start: 2.5, end: 5.5 },
      { start: 6.5, end: 10 },
    ]);
  });

  test('stretches may overlap one another and the edges', () => {
    expect(without(interval, [-0.2, 0.4, 1, 9.8, 10.2], 0.5)).toEqual([{ start: 1.5, end: 9.3 }]);
  });

  test('times elsewhere change nothing', () => {
    expect(without(interval, [-3, 12], 0.5)).toEqual(interval);
  });

  test('nothing is left between dense times', () => {
    expect(without(interval, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.5)).toEqual([]);
  });
});

test('countInside includes starts and leaves out ends', () => {
  const intervals = [
    { start: 0, end: 1 },
    { start: 2, end: 3 },
  ];
  expect(countInside(intervals, [0, 0.5, 1, 1.5, 2, 3])).toBe(3);
  expect(totalSeconds(intervals)).toBe(2);
});
