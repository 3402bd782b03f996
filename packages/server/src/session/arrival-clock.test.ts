import { describe, expect, test } from 'bun:test';
import { seededRandom } from '@stepstream/math';
import fc from 'fast-check';
import { ArrivalClock } from './arrival-clock.ts';

/** Frames of samples as they arrive: when, and how many samples in each. */
type Arrivals = Iterable<readonly [arrival: number, count: number]>;

interface Frame {
  readonly arrival: number;
  readonly spacing: number;
  /** Times of the frame's first and last sample. */
  readonly first: number;
  readonly last: number;
}

function play(arrivals: Arrivals): Frame[] {
  const clock = new ArrivalClock();
  return Array.from(arrivals, ([arrival, count]) => {
    const spacing = clock.arrive(arrival, count);
    return { arrival, spacing, first: clock.time - (count - 1) * spacing, last: clock.time };
  });
}

/** Samples at a steady rate, `count` a frame, sent at once and as long under way as `delay` says. */
function* stream(rate: number, count: number, seconds: number, delay = () => 0): Arrivals {
  let arrival = 0;
  for (let sent = count; sent <= seconds * rate; sent += count) {
    // A later frame never overtakes an earlier one.
    arrival = Math.max(arrival, sent / rate + delay());
    yield [arrival, count];
  }
}

/** A network that mostly takes little time, and now and then up to `most` seconds. */
function network(seed: number, most: number): () => number {
  const random = seededRandom(seed);
  return () => most * random() * random() * random();
}

function expectIncreasing(frames: readonly Frame[]): void {
  frames.forEach(({ spacing, first }, i) => {
    const before = frames[i - 1]?.last ?? Number.NEGATIVE_INFINITY;
    if (!(spacing > 0 && first > before)) throw new Error(`frame ${i} begins before ${before}`);
  });
}

describe('ten minutes through a jittering network', () => {
  const seed = fc.integer();
  test.each([
    [20, 1],
    [50, 1],
    [50, 10],
    [200, 1],
    [400, 1],
    [400, 40],
  ])('at %d Hz, %d a frame: time grows, and does not drift from the arrivals', (rate, count) => {
    fc.assert(
      fc.property(seed, (seed) => {
        const frames = play(stream(rate, count, 600, network(seed, 0.2)));
        expectIncreasing(frames);
        const distance = (from: number, to: number) => {
          const part = frames.filter(({ arrival }) => arrival >= from && arrival < to);
          return part.reduce((sum, { arrival, last }) => sum + last - arrival, 0) / part.length;
        };
        for (let minute = 1; minute < 10; minute++) {
          expect(Math.abs(distance(60 * minute, 60 * minute + 60))).toBeLessThan(0.03);
        }
        for (const { arrival, last } of frames) {
          if (arrival > 30) expect(Math.abs(last - arrival)).toBeLessThan(0.2);
        }
      }),
      { numRuns: 4 },
    );
  });

  test.each([
    [20, 1, 0.1],
    [50, 1, 0.15],
    [50, 10, 0.05],
    [200, 1, 0.3],
    [400, 1, 0.4],
    [400, 40, 0.1],
  ])('at %d Hz, %d a frame: intervals are within %d of the true one', (rate, count, share) => {
    fc.assert(
      fc.property(seed, (seed) => {
        const all = play(stream(rate, count, 120, network(seed, 0.04)));
        const frames = all.filter(({ arrival }) => arrival > 30);
        for (const { spacing } of frames) expect(spacing * rate).toBeWithin(1 - share, 1 + share);
        const mean = frames.reduce((sum, { spacing }) => sum + spacing, 0) / frames.length;
        expect(mean * rate).toBeWithin(0.998, 1.002);
      }),
      { numRuns: 4 },
    );
  });
});

describe('bursts', () => {
  test('of single samples come out evenly spaced', () => {
    fc.assert(
      fc.property(fc.constantFrom(50, 100, 200), fc.integer({ min: 2, max: 10 }), (rate, size) => {
        const arrivals = Array.from({ length: 60 * rate }, (_, i) => {
          return [(Math.floor(i / size) * size + size) / rate, 1] as const;
        });
        // An arrival is off by up to half a burst either way, and a twentieth of that is made up.
        const ripple = 0.01 + 0.03 * size;
        for (const { arrival, spacing } of play(arrivals)) {
          if (arrival > 20) expect(spacing * rate).toBeWithin(1 - ripple, 1 + ripple);
        }
      }),
    );
  });

  test('in one frame come out evenly spaced, and at the rate of the device', () => {
    fc.assert(
      fc.property(fc.constantFrom(20, 50, 100, 400), fc.integer({ min: 1, max: 15 }), (rate, n) => {
        const frames = play(stream(rate, n, 120));
        expectIncreasing(frames);
        frames.slice(1).forEach(({ first, spacing }, i) => {
          expect(first - (frames[i]?.last ?? 0)).toBeCloseTo(spacing, 9);
        });
        expect((frames.at(-1)?.spacing ?? 0) * rate).toBeCloseTo(1, 2);
      }),
    );
  });
});

describe('a stall of 0.6 s and then all at once', () => {
  function stalled(rate: number, before: number): Frame[] {
    const stallEnd = before + 0.6;
    const arrivals = Array.from({ length: (before + 10) * rate }, (_, i) => {
      const sent = i / rate;
      return [sent > before && sent < stallEnd ? stallEnd : sent, 1] as const;
    });
    return play(arrivals);
  }

  test('keeps time growing, at any rate and moment', () => {
    const rate = fc.integer({ min: 20, max: 500 });
    fc.assert(fc.property(rate, fc.nat(60), (hertz, at) => expectIncreasing(stalled(hertz, at))));
  });

  test.each([20, 50, 200, 400])('hardly squeezes the intervals, at %d Hz', (rate) => {
    const frames = stalled(rate, 60).filter(({ arrival }) => arrival >= 60);
    // A quarter for catching up, and a little for the burst's share in the measured rate.
    for (const { spacing } of frames) expect(spacing * rate).toBeGreaterThanOrEqual(0.7);
  });

  test('is made up for: ten seconds later nothing of it is left', () => {
    for (const rate of [20, 50, 200, 400]) {
      const { arrival, last } = stalled(rate, 60).at(-1) as Frame;
      expect(Math.abs(last - arrival)).toBeLessThan(0.02);
    }
  });
});

describe('a pause', () => {
  const pauseOf = (seconds: number) => {
    const end = 30 + seconds;
    return play([...stream(100, 1, 30), [end, 1], [end + 0.01, 1]]).slice(-2);
  };

  test('of clearly over a second starts time anew at the arrival, at the rate that is known', () => {
    fc.assert(
      fc.property(fc.double({ min: 1.101, max: 1e6, noNaN: true }), (seconds) => {
        const frames = pauseOf(seconds);
        expect(frames[0]?.last).toBe(30 + seconds);
        for (const { spacing } of frames) expect(spacing).toBeCloseTo(0.01, 3);
      }),
    );
  });

  test('of less is a delay: time goes on evenly, not to the arrival', () => {
    for (const seconds of [0.5, 0.9, 0.999]) {
      expect(pauseOf(seconds)[0]?.last).toBeLessThan(30.05);
    }
  });
});

test.each([
  [100, 120],
  [100, 300],
  [20, 25],
  [200, 240],
  [20, 100],
])('batches that take long to fill, at %d Hz by %d, come out evenly', (rate, count) => {
  const settled = play(stream(rate, count, 60)).slice(10);
  for (const { spacing } of settled) expect(spacing * rate).toBeWithin(0.9, 1.1);
});

test('intervals are those of no device faster than 500 Hz or slower than 10 Hz', () => {
  const spacings = (interval: number) =>
    play(Array.from({ length: 5000 }, (_, i) => [i * interval, 1] as const)).map((f) => f.spacing);
  expect(Math.min(...spacings(1e-5))).toBeCloseTo(0.75 / 500, 9);
  expect(Math.max(...spacings(0.9))).toBeCloseTo(1.25 / 10, 9);
});

test('the first frame ends at its arrival, at 50 Hz until more is known', () => {
  expect(play([[1234.5, 7]])).toMatchObject([{ spacing: 0.02, last: 1234.5 }]);
});

test('single samples get growing times, however they arrive', () => {
  const milliseconds = fc.oneof(fc.nat(300), fc.nat(30_000));
  fc.assert(
    fc.property(fc.array(milliseconds, { maxLength: 500 }), (all) => {
      const arrivals = all.sort((a, b) => a - b).map((ms) => [ms / 1000, 1] as const);
      expectIncreasing(play(arrivals));
    }),
    { numRuns: 500 },
  );
});
