import { describe, expect, test } from 'bun:test';
import { rotate, STANDARD_GRAVITY, uniformRotation, type Vector } from '@stepstream/math';
import { generateWalk } from '@stepstream/synthetic';
import fc from 'fast-check';
import { restoreState, saveState } from '../saved-state.ts';
import { FRAME_RATE } from '../stages/resample.ts';
import { Inputs } from './inputs.ts';

/** Frames of a walk on a wrist, where gravity turns most. */
function walking(seed: number): Vector[] {
  const { times, accel } = generateWalk({
    segments: [{ activity: 'walking', seconds: 4 }],
    placement: 'wrist',
    samplingRate: FRAME_RATE,
    seed,
  });
  return Array.from(
    times,
    (_, i) => [0, 1, 2].map((axis) => accel[3 * i + axis]) as unknown as Vector,
  );
}

/** What the network sees of each frame. */
function seen(frames: readonly Vector[], inputs = new Inputs()): number[][] {
  return frames.map((frame) => {
    inputs.next(...frame);
    return [...inputs.values];
  });
}

// Whole numbers, as doubles come mostly near zero, and so the turns would.
const share = fc.nat(999).map((n) => n / 1000);
const rotation = fc.tuple(share, share, share).map((shares) => uniformRotation(...shares));

test('are the same however the device is held', () => {
  fc.assert(
    fc.property(rotation, fc.integer({ min: 1, max: 50 }), (held, seed) => {
      const frames = walking(seed);
      const turned = seen(frames.map((frame) => rotate(held, frame)));
      for (const [i, values] of seen(frames).entries()) {
        const other = turned[i] as number[];
        for (const k of [0, 1, 3]) {
          expect(Math.abs((values[k] as number) - (other[k] as number))).toBeLessThan(1e-9);
        }
        // The part across is a root, which makes much of rounding where it is next to nothing.
        const [across, otherAcross] = [values[2] as number, other[2] as number];
        expect(Math.abs(across ** 2 - otherAcross ** 2)).toBeLessThan(1e-9);
        if (across > 0.001) expect(Math.abs(across - otherAcross)).toBeLessThan(1e-9);
      }
    }),
    { numRuns: 40 },
  );
});

describe('are bounded', () => {
  // Server and files take no more than this; a caller of the detector may.
  const wild = fc.oneof(
    fc.double({ min: -1000, max: 1000, noNaN: true }),
    fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    fc.constantFrom(0, -0, Number.MIN_VALUE, 1e-7, 1e-200, 1e100, -1e150),
  );

  test('by 8, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(wild, wild, wild), { maxLength: 80 }), (frames) => {
        for (const values of seen(frames)) {
          for (const value of values) expect(Math.abs(value)).toBeLessThanOrEqual(8);
        }
      }),
    );
  });

  test('and a blow is soon forgotten', () => {
    const quiet: Vector = [0, 0, STANDARD_GRAVITY];
    const inputs = new Inputs();
    seen([...new Array<Vector>(100).fill(quiet), [600, -500, 400]], inputs);
    const after = seen(new Array<Vector>(10 * FRAME_RATE).fill(quiet), inputs);
    for (const value of after.at(-1) ?? []) expect(Math.abs(value)).toBeLessThan(0.01);
  });
});

describe('tell', () => {
  const quiet = new Array<Vector>(2 * FRAME_RATE).fill([0, 0, STANDARD_GRAVITY]);
  /** What is seen of a value in m/s², 0 or more. */
  const root = (value: number) => 0.75 * (Math.sqrt(1 + 2 * value) - 1);

  test('nothing of a device at rest, from its first frame on', () => {
    for (const values of seen(quiet)) {
      // The part across is the root of a rounding error.
      for (const value of values) expect(Math.abs(value)).toBeLessThan(1e-6);
    }
  });

  test('a push upward from a push aside', () => {
    const inputs = new Inputs();
    seen(quiet, inputs);
    const [up = []] = seen([[0, 0, STANDARD_GRAVITY + 4]], inputs);
    expect(up[0]).toBeCloseTo(root(4), 6);
    // The running gravity takes a fiftieth of it.
    expect(up[1]).toBeCloseTo(root(4 - 4 / 50), 6);
    expect(up[2]).toBeCloseTo(0, 6);

    const other = new Inputs();
    seen(quiet, other);
    const [aside = []] = seen([[4, 0, STANDARD_GRAVITY]], other);
    expect(aside[2]).toBeWithin(root(3.8), root(4));
    expect(Math.abs(aside[1] as number)).toBeLessThan(0.05);
  });

  test('much of a soft push, and little more of one ten times as strong', () => {
    const pushed = (strength: number) => {
      const inputs = new Inputs();
      seen(quiet, inputs);
      return seen([[0, 0, STANDARD_GRAVITY + strength]], inputs)[0]?.[0] ?? 0;
    };
    for (const strength of [-5, -0.5, 0.5, 5, 50]) {
      const expected = Math.sign(strength) * root(Math.abs(strength));
      expect(pushed(strength)).toBeCloseTo(expected, 6);
    }
    expect(pushed(40) / pushed(4)).toBeLessThan(5);
  });

  test('the rhythm without the impacts', () => {
    const swing = (frequency: number) => {
      const frames = Array.from({ length: 8 * FRAME_RATE }, (_, i): Vector => {
        return [0, STANDARD_GRAVITY + Math.sin((2 * Math.PI * frequency * i) / FRAME_RATE), 0];
      });
      return Math.max(
        ...seen(frames)
          .slice(-200)
          .map((values) => Math.abs(values[3] as number)),
      );
    };
    expect(swing(1)).toBeGreaterThan(0.2);
    expect(swing(12)).toBeLessThan(0.05);
  });
});

test('after a reset nothing of the past is left', () => {
  const inputs = new Inputs();
  seen(walking(1), inputs);
  inputs.reset();
  expect([...inputs.values]).toEqual([0, 0, 0, 0]);
  expect(seen(walking(2), inputs)).toEqual(seen(walking(2)));
});

test('go on to the bit from a saved state, at any moment', () => {
  const frames = walking(3);
  const whole = seen(frames);
  for (const middle of [0, 1, 20, 49, 50, 120]) {
    const first = new Inputs();
    seen(frames.slice(0, middle), first);
    const second = new Inputs();
    seen(walking(9), second);
    restoreState(
      saveState('x', (io) => first.transfer(io)),
      'x',
      (io) => second.transfer(io),
    );
    expect(seen(frames.slice(middle), second)).toEqual(whole.slice(middle));
  }
});
