import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { restoreState, saveState } from '../saved-state.ts';
import { FRAME_RATE, MAX_BRIDGED_GAP_SECONDS, Resampler } from './resample.ts';

interface Frame {
  readonly time: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}
type Signal = (time: number) => readonly [x: number, y: number, z: number];

/** Adds samples at the given times, and returns the frames they complete. */
function add(resampler: Resampler, times: readonly number[], signal: Signal): Frame[] {
  return times.flatMap((time) => {
    const frames: Frame[] = [];
    resampler.add(time, ...signal(time));
    while (resampler.next()) {
      const { time, x, y, z } = resampler;
      frames.push({ time, x, y, z });
    }
    return frames;
  });
}

function framesOf(times: readonly number[], signal: Signal): Frame[] {
  const resampler = new Resampler();
  const [first = 0, ...rest] = times;
  resampler.start(first, ...signal(first));
  return add(resampler, rest, signal);
}

/** Sampling times from an origin on, with intervals from far too short to just bridged. */
const times = fc
  .tuple(
    fc.double({ min: -1000, max: 1000, noNaN: true }),
    fc.array(fc.double({ min: 1e-4, max: MAX_BRIDGED_GAP_SECONDS, noNaN: true }), { minLength: 1 }),
  )
  .map(([origin, intervals]) => {
    const at = [origin];
    for (const interval of intervals) at.push((at.at(-1) as number) + interval);
    return at;
  });
const slope = fc.double({ min: -50, max: 50, noNaN: true });

describe('frames', () => {
  test('lie every 20 ms from the first sample on, and reach to the last', () => {
    fc.assert(
      fc.property(times, (at) => {
        const origin = at[0] as number;
        const span = (at.at(-1) as number) - origin;
        const frames = framesOf(at, () => [0, 0, 0]);
        expect(Math.abs(frames.length - span * FRAME_RATE + 0.5)).toBeLessThan(0.5 + 1e-6);
        frames.forEach(({ time }, k) => {
          expect(time).toBeCloseTo(origin + (k + 0.5) / FRAME_RATE, 9);
        });
      }),
    );
  });

  test('are the exact mean of a straight line, however it is sampled', () => {
    fc.assert(
      fc.property(times, slope, slope, slope, (at, a, b, c) => {
        const origin = at[0] as number;
        const line: Signal = (t) => [a * (t - origin), b - c * (t - origin), c];
        for (const { time, x, y, z } of framesOf(at, line)) {
          const [expectedX, expectedY, expectedZ] = line(time);
          expect(x).toBeCloseTo(expectedX, 7);
          expect(y).toBeCloseTo(expectedY, 7);
          expect(z).toBeCloseTo(expectedZ, 7);
        }
      }),
    );
  });

  test('of a bend are the mean of both its sides, each by the time it covers', () => {
    const bend: Signal = (t) => [t < 0.005 ? 0 : (t - 0.005) * 100, 0, 0];
    // 0 for 5 ms, then up to 1.5 within 15 ms: 15/20 of their mean 0.75.
    expect(framesOf([0, 0.005, 0.02], bend)[0]?.x).toBeCloseTo(0.5625, 12);
  });

  test('of one movement are close at any rate and with any jitter', () => {
    const movement: Signal = (t) => [3 * Math.sin(9 * t), 2 * Math.cos(12 * t), Math.sin(5 * t)];
    /** Largest second derivative of the movement, m/s⁴. */
    const curvature = 2 * 12 ** 2;
    const fine = framesOf(
      Array.from({ length: 5001 }, (_, i) => i / 1000),
      movement,
    );
    const rate = fc.double({ min: 20, max: 500, noNaN: true });
    const jitter = fc.infiniteStream(fc.double({ min: -0.45, max: 0.45, noNaN: true }));
    fc.assert(
      fc.property(rate, jitter, (hertz, noise) => {
        const at = Array.from({ length: Math.floor(5 * hertz) }, (_, i) =>
          i === 0 ? 0 : (i + (noise.next().value ?? 0)) / hertz,
        );
        const widest = 1.9 / hertz;
        const frames = framesOf(at, movement);
        expect(frames.length).toBeWithin(5 * FRAME_RATE - 8, 5 * FRAME_RATE + 1);
        frames.forEach(({ x, y, z }, k) => {
          const exact = fine[k] as Frame;
          // The error of a straight line between two points of a curve is at most f″h²/8.
          const bound = (curvature * widest ** 2) / 8 + 1e-3;
          expect(Math.abs(x - exact.x)).toBeLessThan(bound);
          expect(Math.abs(y - exact.y)).toBeLessThan(bound);
          expect(Math.abs(z - exact.z)).toBeLessThan(bound);
        });
      }),
    );
  });

  test('keep vibration of a fast device out of the walking band', () => {
    // 98 Hz, seen at instants 20 ms apart, would look like 2 Hz.
    const at = Array.from({ length: 2001 }, (_, i) => i / 400);
    const frames = framesOf(at, (t) => [Math.sin(2 * Math.PI * 98 * t), 0, 0]);
    for (const { x } of frames) expect(Math.abs(x)).toBeLessThan(0.05);
  });
});

describe('a sample', () => {
  const started = (at: number) => {
    const resampler = new Resampler();
    resampler.start(at, 0, 0, 0);
    return resampler;
  };
  const newest = fc.double({ min: -1e6, max: 1e6, noNaN: true });

  test('that is the first of all follows a gap', () => {
    fc.assert(fc.property(newest, (t) => expect(new Resampler().continuity(t)).toBe('gap')));
  });

  test.each([
    [1e-3, 'continues'],
    [0.5, 'continues'],
    [0.5 + 1e-9, 'gap'],
    [1e9, 'gap'],
    [0, 'late'],
    [-1e-3, 'late'],
    [-1, 'late'],
    [-1 - 1e-9, 'new_clock'],
    [-1e9, 'new_clock'],
  ] as const)('%d s after the last is judged as: %s', (step, expected) => {
    expect(started(0).continuity(step)).toBe(expected);
  });

  test('is judged by the newest one, wherever the clock stands', () => {
    const step = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(newest, step, (at, by) => {
        const resampler = started(at - 0.3);
        resampler.add(at, 1, 2, 3);
        const time = at + by;
        const expected =
          time - at > 0.5
            ? 'gap'
            : time > at
              ? 'continues'
              : time - at >= -1
                ? 'late'
                : 'new_clock';
        expect(resampler.continuity(time)).toBe(expected);
      }),
    );
  });
});

const curve: Signal = (t) => [Math.sin(t), t * t, 9.8 - t];

test('after the end, a sample follows a gap, is late, or is of a new clock', () => {
  const resampler = new Resampler();
  resampler.start(100, 0, 0, 9.8);
  resampler.add(103, 0, 0, 9.8);
  resampler.end(101);
  expect(resampler.newest).toBeNull();
  for (const [time, continuity] of [
    [101.01, 'gap'],
    [140, 'gap'],
    [101, 'late'],
    [100.1, 'late'],
    [99.9, 'new_clock'],
  ] as const) {
    expect(resampler.continuity(time)).toBe(continuity);
  }
});

test('a start forgets what was before', () => {
  fc.assert(
    fc.property(times, times, (before, after) => {
      const [first = 0, ...rest] = after;
      const resampler = new Resampler();
      resampler.start(0, 1, 2, 3);
      add(resampler, before, curve);
      resampler.start(first, ...curve(first));
      expect(add(resampler, rest, curve)).toEqual(framesOf(after, curve));
    }),
  );
});

test('a restored resampler goes on where the saved one stood', () => {
  fc.assert(
    fc.property(times, fc.nat(), (at, place) => {
      const [first = 0, ...rest] = at;
      const cut = place % (rest.length + 1);
      const resampler = new Resampler();
      resampler.start(first, ...curve(first));
      const before = add(resampler, rest.slice(0, cut), curve);
      const twin = new Resampler();
      const bytes = saveState('test', (io) => resampler.transfer(io));
      restoreState(bytes, 'test', (io) => twin.transfer(io));
      expect(twin.continuity(first - 1e3)).toBe('new_clock');
      const after = add(twin, rest.slice(cut), curve);
      expect([...before, ...after]).toEqual(framesOf(at, curve));
    }),
  );
});
