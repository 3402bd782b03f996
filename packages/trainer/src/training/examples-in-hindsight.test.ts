import { describe, expect, test } from 'bun:test';
import {
  FRAME_RATE,
  FRAMES_AT_ONCE,
  HINDSIGHT_FRAMES,
  IN_HINDSIGHT,
  ON_FOOT,
  OUTPUTS,
} from '@stepstream/detector/internals';
import { generateWalk } from '@stepstream/synthetic';
import type { Piece } from './augment.ts';
import { contactsEvery } from './example-tracks.ts';
import { DELAY, toExample } from './examples.ts';

const PAIRS = 512;
const LATER = HINDSIGHT_FRAMES / FRAMES_AT_ONCE;
const { times, accel } = generateWalk({ segments: [{ activity: 'standing', seconds: 21 }] });
const pieceOf = (contacts: readonly number[], changes: Partial<Piece> = {}): Piece => {
  return { times, accel, contacts, unknown: [], edges: [], ...changes };
};
/** The moment that a pair's hindsight speaks of. */
const momentOf = (pair: number, delay = DELAY) =>
  (FRAMES_AT_ONCE * (pair + 1) - HINDSIGHT_FRAMES - 0.5) / FRAME_RATE - delay;
/** What an output is told at each moment: its target, and how much that weighs. */
function told(piece: Piece, output: number, delay = DELAY) {
  const { targets, weights } = toExample(piece, PAIRS, delay);
  return Array.from({ length: PAIRS }, (_, pair) => ({
    time: momentOf(pair, delay),
    target: targets[output]?.[pair] as number,
    weight: weights[output]?.[pair] as number,
  }));
}

describe('in hindsight', () => {
  test('the same is asked of a contact as at first, so many pairs later', () => {
    const piece = pieceOf(contactsEvery(0.53, 20, 4), {
      unknown: [{ start: 8, end: 9 }],
      edges: [4],
    });
    for (const rows of [toExample(piece, PAIRS).targets, toExample(piece, PAIRS).weights]) {
      expect(rows.length).toBe(OUTPUTS);
      const [first, hindsight] = [rows[0], rows[IN_HINDSIGHT]];
      expect(hindsight?.subarray(LATER)).toEqual(first?.subarray(0, PAIRS - LATER));
      expect(hindsight?.subarray(0, LATER).every((value) => value === 0)).toBe(true);
    }
  });

  test.each([0.1, DELAY])('the target is 1 at a contact, with a delay of %d s', (delay) => {
    const contact = momentOf(200, delay);
    for (const { time, target } of told(pieceOf([contact]), IN_HINDSIGHT, delay)) {
      expect(target).toBeCloseTo(Math.exp(-0.5 * ((time - contact) / 0.04) ** 2), 2);
    }
  });
});

describe('on foot', () => {
  /** From 5 to 9 s, and from 12 to 15 s. */
  const walks = [
    [5, 9],
    [12, 15],
  ] as const;
  const piece = pieceOf([...contactsEvery(0.5, 9, 5), ...contactsEvery(0.5, 7, 12)]);
  const isIn = (time: number, margin: number) =>
    walks.some(([start, end]) => time > start - margin && time < end + margin);

  test('is somebody from the first contact of a walk to the last, and not in a pause', () => {
    for (const { time, target, weight } of told(piece, ON_FOOT)) {
      if (time < 0.01 || time > 18) continue;
      if (isIn(time, 0.1)) expect([time, target, weight]).toEqual([time, 1, 1]);
      else if (!isIn(time, 0.9)) expect([time, target, weight]).toEqual([time, 0, 1]);
    }
  });

  test('is left open just before a walk and just after', () => {
    const all = told(piece, ON_FOOT).filter(({ weight }) => weight > 0);
    for (const [i, { time, target }] of all.entries()) {
      const before = all[i - 1];
      if (before && before.target !== target) expect(time - before.time).toBeGreaterThan(0.2);
    }
    expect(new Set(all.map(({ target }) => target))).toEqual(new Set([0, 1]));
  });

  test('is somebody between contacts that are far apart, up to a pause', () => {
    for (const [gap, walks] of [
      [1.6, true],
      [2.6, false],
    ] as const) {
      const between = told(pieceOf([5, 5.5, 6, 6 + gap, 6.5 + gap]), ON_FOOT);
      const middle = between.filter(({ time }) => Math.abs(time - 6 - gap / 2) < 0.05);
      expect(middle.length).toBeGreaterThan(1);
      for (const { target, weight } of middle) expect([target, weight]).toEqual([walks ? 1 : 0, 1]);
    }
  });

  test('is somebody at a single contact, too', () => {
    const at = told(pieceOf([7]), ON_FOOT).filter(({ time }) => Math.abs(time - 7) < 0.1);
    expect(at.length).toBeGreaterThan(1);
    for (const { target, weight } of at) expect([target, weight]).toEqual([1, 1]);
  });

  test('is not asked where nothing is known, and weighs no more at the ends of walks', () => {
    const unknown = [{ start: 6, end: 7.5 }];
    const known = told({ ...piece, unknown, edges: [5, 9, 12, 15] }, ON_FOOT);
    const without = told(piece, ON_FOOT);
    for (const [i, { time, target, weight }] of known.entries()) {
      const inside = time >= 6 && time <= 7.5;
      expect(weight).toBe(inside ? 0 : (without[i]?.weight as number));
      expect(target).toBe(without[i]?.target as number);
    }
  });

  test('is nobody where there is no contact', () => {
    for (const { target } of told(pieceOf([]), ON_FOOT)) expect(target).toBe(0);
  });

  test('is not asked before the stream began', () => {
    for (const { time, weight } of told(piece, ON_FOOT)) {
      if (time < -1e-6) expect(weight).toBe(0);
    }
  });
});
