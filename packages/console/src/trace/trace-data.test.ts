import { describe, expect, test } from 'bun:test';
import { TraceData } from './trace-data.ts';

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
      Float32Array.from({ length: 5000 }, (_, i) => i),
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
    const data = new TraceData({ maxSamples: 4096 });
    data.mark(0.1, 'start');
    for (let i = 0; i < 4096; i++) data.push(i / 50, i, 0, 0);
    data.mark(80, 'end');
    data.push(6000, -1, 0, 0);
    expect(data.length).toBe(2049);
    expect(data.times[0]).toBe(2048 / 50);
    expect(data.lastTime).toBe(6000);
    expect(data.marks).toEqual([{ time: 80, foot: 'end', number: 2 }]);
    expect(data.walks).toEqual([{ from: 80, to: 80, steps: 1 }]);
    const { magnitudes, extents } = data;
    expect(extents.magnitudes.extent(magnitudes, 0, 2049)).toEqual({ min: -1, max: 4095 });
  });

  test('of a recording is kept whole, however long it is', () => {
    const data = new TraceData();
    for (let i = 0; i < 300_000; i++) data.push(i / 50, i === 7 ? 99 : 9.81, 0, 0);
    expect([data.length, data.firstTime]).toEqual([300_000, 0]);
    expect(data.extents.magnitudes.extent(data.magnitudes, 0, 300_000).max).toBe(99);
  });

  test('has walks: steps with no longer pause between them than three seconds', () => {
    const data = new TraceData();
    for (const time of [1, 1.5, 2, 6, 6.5]) data.mark(time, 'start');
    expect(data.walks).toEqual([
      { from: 1, to: 2, steps: 3 },
      { from: 6, to: 6.5, steps: 2 },
    ]);
    expect(data.marksBetween(1.5, 6).map(({ time }) => time)).toEqual([1.5, 2, 6]);
  });

  test('begins with its own first second where it was recorded long before its session', () => {
    const data = new TraceData({ begun: 1.7e9 });
    data.push(1.6e9 + 7.5, 9.81, 0, 0);
    data.truths = [1.6e9 + 8, 1.6e9 + 60];
    expect([data.firstTime, data.origin]).toEqual([0.5, 1.6e9 + 7]);
    expect(data.truthsBetween(0, 10)).toEqual([1]);
  });

  test('shows Unix times from the beginning of the session on, where that is known', () => {
    const data = new TraceData({ begun: 1.7e9 });
    data.push(1.7e9 + 42.5, 1, 0, 0);
    expect(data.firstTime).toBe(42.5);
  });
});
