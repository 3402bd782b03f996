import { describe, expect, test } from 'bun:test';
import { type Rotation, rotate, uniformRotation, type Vector } from '@stepstream/math';
import fc from 'fast-check';
import { restoreState, saveState } from '../saved-state.ts';
import { FRAME_RATE } from './resample.ts';
import { VerticalAxis } from './vertical-axis.ts';

/** Upward acceleration of a walk without gravity: a sharp push at each contact, a long dip between. */
function upward(frame: number): number {
  const phase = (2 * Math.PI * 1.8 * frame) / FRAME_RATE;
  return 2 * Math.cos(phase) + Math.cos(2 * phase) + 0.4 * Math.cos(3 * phase);
}

/** The walk in the world's axes: it also sways from foot to foot, and brakes. */
function walking(frame: number): Vector {
  const phase = (2 * Math.PI * 1.8 * frame) / FRAME_RATE;
  return [0.8 * Math.sin(phase), 0.5 * Math.sin(phase / 2), upward(frame)];
}

// Whole numbers, as doubles come mostly near zero, and so the turns would.
const share = fc.nat(999).map((n) => n / 1000);
const rotation = fc.tuple(share, share, share).map((shares) => uniformRotation(...shares));

/** The estimates of the frames from `from` to `to` of a walk, on a device that is held so. */
function estimates(axis: VerticalAxis, held: Rotation, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => axis.next(...rotate(held, walking(from + i))));
}

/** How alike two signals are: 1 is the same shape, −1 the same upside down. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const product = (p: readonly number[], q: readonly number[]) =>
    p.reduce((sum, value, i) => sum + value * (q[i] as number), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

const SETTLED = 8 * FRAME_RATE;
const END = 14 * FRAME_RATE;
const TRUTH = Array.from({ length: END - SETTLED }, (_, i) => upward(SETTLED + i));

describe('the vertical of a walk', () => {
  test('is found within seconds, right way up, however the device is held', () => {
    fc.assert(
      fc.property(rotation, (held) => {
        const axis = new VerticalAxis();
        estimates(axis, held, 0, SETTLED);
        const found = estimates(axis, held, SETTLED, END);
        expect(correlation(found, TRUTH)).toBeGreaterThan(0.98);
        const ratio = Math.max(...found) / Math.max(...TRUTH);
        expect(ratio).toBeWithin(0.9, 1.1);
      }),
    );
  });

  test('is found again after the device has been turned', () => {
    fc.assert(
      fc.property(rotation, rotation, (held, turned) => {
        const axis = new VerticalAxis();
        estimates(axis, held, 0, 12 * FRAME_RATE);
        // Four memories later a fiftieth of the old direction is left.
        estimates(axis, turned, 0, 12 * FRAME_RATE);
        const found = estimates(axis, turned, SETTLED, END);
        expect(correlation(found, TRUTH)).toBeGreaterThan(0.95);
      }),
    );
  });
});

const part = fc.double({ min: -1000, max: 1000, noNaN: true });
const frames = fc.array(fc.tuple(part, part, part), { maxLength: 200 });

test('the vertical part is never longer than the whole, whatever comes', () => {
  fc.assert(
    fc.property(frames, (all) => {
      const axis = new VerticalAxis();
      for (const frame of all) {
        const up = axis.next(...frame);
        expect(Math.abs(up)).toBeLessThanOrEqual(Math.hypot(...frame) * (1 + 1e-9) + 1e-9);
      }
    }),
  );
});

test('the vertical part is the share along a unit vector, which says where up is', () => {
  fc.assert(
    fc.property(frames, (all) => {
      const axis = new VerticalAxis();
      for (const frame of all) {
        const along = axis.next(...frame);
        const up = [axis.upward(0), axis.upward(1), axis.upward(2)] as const;
        expect(Math.hypot(...up)).toBeCloseTo(1, 9);
        expect(frame[0] * up[0] + frame[1] * up[1] + frame[2] * up[2]).toBeCloseTo(along, 6);
      }
    }),
  );
});

test('without motion there is nothing vertical', () => {
  const axis = new VerticalAxis();
  for (let i = 0; i < 500; i++) expect(axis.next(0, 0, 0)).toBe(0);
});

test('chance does not turn it round: what is alike up and down keeps its sign', () => {
  const axis = new VerticalAxis();
  const wave = (i: number) => Math.sin((2 * Math.PI * 1.8 * i) / FRAME_RATE);
  for (let i = 0; i < 10 * FRAME_RATE; i++) axis.next(0, 0, 3 * wave(i));
  for (let i = 0; i < 10 * FRAME_RATE; i++) {
    expect(axis.next(0, 0, 3 * wave(i))).toBeCloseTo(3 * wave(i), 9);
  }
});

test('a reset forgets everything', () => {
  fc.assert(
    fc.property(frames, frames, (before, after) => {
      const used = new VerticalAxis();
      const fresh = new VerticalAxis();
      for (const frame of before) used.next(...frame);
      used.reset();
      expect(after.map((f) => used.next(...f))).toEqual(after.map((f) => fresh.next(...f)));
    }),
  );
});

test('a restored axis goes on where the saved one stood', () => {
  fc.assert(
    fc.property(frames, frames, (before, after) => {
      const axis = new VerticalAxis();
      for (const frame of before) axis.next(...frame);
      const twin = new VerticalAxis();
      const bytes = saveState('test', (io) => axis.transfer(io));
      restoreState(bytes, 'test', (io) => twin.transfer(io));
      expect(after.map((f) => twin.next(...f))).toEqual(after.map((f) => axis.next(...f)));
    }),
  );
});
