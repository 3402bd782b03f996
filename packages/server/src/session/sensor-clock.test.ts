import { describe, expect, test } from 'bun:test';
import { StepDetector } from '@stepstream/detector';
import { createSampleBlock, type Fault, ROW_LENGTH } from '@stepstream/protocol';
import { generateWalk } from '@stepstream/synthetic';
import fc from 'fast-check';
import { SensorClock } from './sensor-clock.ts';

const block = createSampleBlock();

/** Hands timestamps to a clock, `batch` of them a frame; returns the times that come out, or the fault. */
function mend(
  stamps: readonly number[],
  batch: number,
  clock = new SensorClock(),
): { readonly times: number[]; readonly fault?: Fault } {
  const times: number[] = [];
  for (let from = 0; from < stamps.length; from += batch) {
    const frame = stamps.slice(from, from + batch);
    frame.forEach((stamp, row) => {
      block.rows[row * ROW_LENGTH] = stamp;
    });
    block.count = frame.length;
    const fault = clock.take(block);
    if (fault) return { times, fault };
    frame.forEach((_, row) => {
      times.push(block.rows[row * ROW_LENGTH] as number);
    });
  }
  return { times };
}

/** True times at a rate. */
const steady = (rate: number, seconds: number, origin = 0) =>
  Array.from({ length: Math.round(rate * seconds) }, (_, i) => origin + i / rate);

describe('times that grow are left alone, to the bit', () => {
  const step = fc.oneof(
    fc.double({ min: 0.001, max: 0.3, noNaN: true }),
    fc.double({ min: 0.5, max: 300, noNaN: true }),
  );

  test.each([1, 7, 50])('in frames of %d', (batch) => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 2e9, noNaN: true }),
        fc.array(fc.oneof({ weight: 20, arbitrary: fc.constant(0.02) }, step), { minLength: 1 }),
        (origin, steps) => {
          let time = origin;
          const stamps = [origin, ...steps.map((step) => (time += step))];
          // Whole seconds are for other tests, and so are long rows of pauses.
          fc.pre(!Number.isInteger(origin));
          fc.pre(steps.filter((step) => step >= 2).length < 8);
          expect(mend(stamps, batch)).toEqual({ times: stamps });
        },
      ),
    );
  });
});

describe('a stream of whole seconds is spread over the time it covers', () => {
  const rates = [20, 25, 31.25, 50, 80, 100, 200];
  const cases = rates.flatMap((rate) => [1, 10, 50].map((batch) => [rate, batch] as const));

  test.each(cases)('at %d Hz in frames of %d', (rate, batch) => {
    const truth = steady(rate, 20, 1000.37);
    const { times } = mend(truth.map(Math.floor), batch);
    for (const [i, time] of times.entries()) {
      const late = time - (truth[i] as number);
      // The rest of the first second can be a guess, and the rate is known after the next one.
      const tolerance = i < 2 * rate ? 1 : 2 / rate;
      expect([i, Math.abs(late) < tolerance]).toEqual([i, true]);
      if (i > 2 * rate) expect(time).toBeGreaterThan(times[i - 1] as number);
    }
  });

  test('from the first sample on where a frame holds the seconds as a whole', () => {
    const truth = steady(100, 5, 7.5);
    const { times } = mend(truth.map(Math.floor), 500);
    for (const [i, time] of times.entries()) {
      expect(Math.abs(time - (truth[i] as number))).toBeLessThan(0.011);
    }
  });

  test('through jitter, a gap, a second cut short and another rate', () => {
    const truth = [
      ...steady(50, 5).map((time, i) => time + (i % 3) * 0.006),
      ...steady(50, 3, 9.3),
      ...steady(50, 0.4, 13),
      ...steady(50, 4, 14),
      ...steady(100, 6, 18),
    ];
    const { times } = mend(truth.map(Math.floor), 1);
    const after = (seconds: number) => truth.findIndex((time) => time >= seconds);
    const errors = times.map((time, i) => Math.abs(time - (truth[i] as number)));
    expect(Math.max(...errors.slice(after(2), after(5)))).toBeLessThan(0.04);
    expect(Math.max(...errors.slice(after(10), after(18)))).toBeLessThan(0.04);
    expect(Math.max(...errors.slice(after(20.1)))).toBeLessThan(0.03);
  });

  test('and a clock that starts anew is followed', () => {
    const truth = [...steady(50, 4, 100), ...steady(50, 4, 3)];
    const { times } = mend(truth.map(Math.floor), 1);
    expect(times.at(-1)).toBeCloseTo(6.98, 1);
  });
});

describe('a walk with whole seconds counts as it should', () => {
  const walk = generateWalk({
    segments: [
      { activity: 'standing', seconds: 2.7 },
      { activity: 'walking', seconds: 40, cadence: 112 },
      { activity: 'standing', seconds: 3 },
    ],
    samplingRate: 50,
  });

  test.each([1, 7, 50])('in frames of %d', (batch) => {
    const stamps = Array.from(walk.times, (time) => Math.floor(1_700_000_000 + time));
    const { times } = mend(stamps, batch);
    const detector = new StepDetector();
    const found = times.flatMap((time, i) => {
      const [x = 0, y = 0, z = 0] = walk.accel.subarray(3 * i, 3 * i + 3);
      return detector.push(time, x, y, z);
    });
    expect(Math.abs(found.length - walk.steps.length)).toBeLessThanOrEqual(2);
  });
});

describe('samples of a frame that share a time are spread', () => {
  test('up to the next time, however few they are', () => {
    expect(mend([1.5, 1.52, 1.52, 1.56], 4).times).toEqual([1.5, 1.52, 1.54, 1.56]);
  });

  test('and at the end of a frame over as much as the time before', () => {
    const { times } = mend([1.25, 1.5, 1.75, 1.75, 1.75, 1.75, 2, 2.25], 6);
    expect(times).toEqual([1.25, 1.5, 1.75, 1.8125, 1.875, 1.9375, 2, 2.25]);
  });

  test.each([
    [50, 100],
    [25, 64],
    [50, 500],
  ])('at %d Hz, where each frame of %d has one time', (rate, batch) => {
    const truth = steady(rate, 320, 0.123);
    const stamps = truth.map((_, i) => truth[i - (i % batch)] as number);
    const { times, fault } = mend(stamps, batch);
    expect(fault).toBeUndefined();
    const late = times.map((time, i) => time - (truth[i] as number)).slice(batch);
    expect(Math.max(...late.map(Math.abs))).toBeLessThan(1 / rate);
  });

  test('where each frame has one time', () => {
    const truth = steady(100, 10, 0.005);
    const stamps = truth.map((time) => Math.floor(time * 10) / 10 + 0.05);
    const { times } = mend(stamps, 10);
    for (let i = 30; i < times.length; i++) {
      expect(Math.abs((times[i] as number) - (truth[i] as number))).toBeLessThan(0.06);
      expect(times[i]).toBeGreaterThan(times[i - 1] as number);
    }
  });

  test('but a sample that repeats the time of a frame before is not', () => {
    expect(mend([1.5, 1.52, 1.52, 1.54], 1).times).toEqual([1.5, 1.52, 1.52, 1.54]);
  });
});

describe('milliseconds are found out, whatever their origin', () => {
  const cases = [2, 10, 16.667, 20, 50].flatMap((step) =>
    [0, 5000.5, 1e6].map((origin) => [step, origin] as const),
  );

  test.each(cases)('in steps of %d from %d', (step, origin) => {
    const stamps = Array.from({ length: 40 }, (_, i) => origin + i * step);
    for (const batch of [1, 2, 5, 40]) {
      const { times, fault } = mend(stamps, batch);
      expect(fault).toMatchObject({
        code: 'invalid_value',
        field: expect.stringMatching(/timestamp$/),
      });
      expect(times.length).toBeLessThanOrEqual(8);
    }
  });

  test('through jitter, and frame after frame until the client sends seconds', () => {
    const clock = new SensorClock();
    const stamps = Array.from({ length: 200 }, (_, i) => 20 * i + (i % 4) * 6.5);
    const faults = stamps.filter((stamp) => mend([stamp], 1, clock).fault).length;
    expect(faults).toBeGreaterThan(100);
    expect(mend([4, 4.02, 4.04], 1, clock)).toEqual({ times: [4, 4.02, 4.04] });
  });

  test.each([
    ['a sample a second', steady(1, 60)],
    ['pauses between samples', steady(50, 10).map((time, i) => time + 5 * Math.floor(i / 25))],
    ['whole seconds', steady(50, 60).map(Math.floor)],
    ['a sample a minute', steady(1 / 60, 3600)],
  ])('but %s are seconds', (_, stamps) => {
    expect(mend(stamps, 1).fault).toBeUndefined();
  });
});

test('a clock that is restored goes on as the saved one would have', () => {
  for (const stamps of [steady(40, 12, 0.3).map(Math.floor), steady(40, 12, 0.3)]) {
    const clock = new SensorClock();
    mend(stamps.slice(0, 170), 1, clock);
    const saved: number[] = [];
    clock.transfer({ number: (value) => saved.push(value) && value });
    const restored = new SensorClock();
    restored.transfer({ number: () => saved.shift() as number });
    const rest = stamps.slice(170);
    expect(mend(rest, 7, restored)).toEqual(mend(rest, 7, clock));
  }
});
