import { describe, expect, test } from 'bun:test';
import { TraceData } from './trace-data.ts';
import { cutWindow } from './window.ts';

/** A trace at 50 Hz from 0 on, whose magnitude is the index and whose probability is the time. */
function trace(samples: number): TraceData {
  const data = new TraceData();
  for (let i = 0; i < samples; i++) data.push(i / 50, i, i / 50 / 1e6, 0);
  return data;
}

describe('a trace', () => {
  test('grows, and knows its ends', () => {
    const data = trace(5000);
    expect(data.length).toBe(5000);
    expect([data.firstTime, data.lastTime]).toEqual([0, 99.98]);
    expect(data.magnitudes.subarray(0, 5000)).toEqual(
      Float64Array.from({ length: 5000 }, (_, i) => i),
    );
    expect(new TraceData().lastTime).toBeNaN();
  });

  test('tells by its version that it has changed', () => {
    const data = trace(10);
    const { version } = data;
    data.push(0.5, 1, 0, 0);
    data.mark(0.4, 'start');
    expect(data.version).toBe(version + 2);
  });

  test('passes over what is late, and begins anew with another clock', () => {
    const data = trace(100);
    data.mark(1, 'start');
    data.push(1.5, 0, 0, 0);
    data.push(Number.NaN, 0, 0, 0);
    expect(data.length).toBe(100);
    data.push(0.5, 7, 0, 0);
    expect([data.length, data.firstTime, data.marks.length]).toEqual([1, 0.5, 0]);
  });

  test('shows Unix times from the first sample on', () => {
    const data = new TraceData();
    data.push(1.7e9 + 0.25, 1, 0, 0);
    data.mark(1.7e9 + 0.5, 'start');
    expect([data.firstTime, data.marks[0]?.time]).toEqual([0.25, 0.5]);
  });

  test('drops the older half when it is full, with its marks', () => {
    const data = new TraceData();
    data.mark(0.1, 'start');
    for (let i = 0; i < 1 << 18; i++) data.push(i / 50, i, 0, 0);
    data.mark(5000, 'end');
    data.push(6000, -1, 0, 0);
    expect(data.length).toBe((1 << 17) + 1);
    expect(data.times[0]).toBe((1 << 17) / 50);
    expect(data.lastTime).toBe(6000);
    expect(data.marks).toEqual([{ time: 5000, foot: 'end', number: 2 }]);
  });
});

describe('a window', () => {
  test('holds the samples in it, and one on either side', () => {
    const [times] = cutWindow(trace(500), 2.01, 2.99, 0);
    expect([times[0], times.at(-1), times.length]).toEqual([2, 3, 51]);
  });

  test('puts a probability at the moment that it speaks of', () => {
    const [times, , starts] = cutWindow(trace(500), 2, 3, 0.3);
    starts.forEach((start, i) => {
      expect((start as number) * 1e6).toBeCloseTo((times[i] as number) + 0.3, 9);
    });
  });

  test('has none where none has come yet', () => {
    const [times, , starts] = cutWindow(trace(500), 9, 10, 0.3);
    expect(times.at(-1)).toBe(9.98);
    expect(starts.at(-1)).toBeNull();
    expect(starts[0]).not.toBeNull();
  });

  test('has a gap where no sample was for a while, and no likelihood where none is known', () => {
    const data = trace(10);
    data.push(5, 9, Number.NaN, Number.NaN);
    const [times, magnitudes, starts] = cutWindow(data, 0, 6, 0);
    expect(times.slice(-3)).toEqual([0.18, 2.59, 5]);
    expect(magnitudes.slice(-3)).toEqual([9, null, 9]);
    expect(starts.slice(-2)).toEqual([null, null]);
  });

  test('of nothing is empty', () => {
    expect(cutWindow(new TraceData(), 0, 8, 0.3)).toEqual([[], [], [], []]);
  });
});
