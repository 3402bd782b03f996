import { describe, expect, test } from 'bun:test';
import { detect, type Row } from '@stepstream/testing/stream';
import fc from 'fast-check';
import { StepDetector } from './index.ts';
import { feelingModel, pushedStream, pushesEvery } from './testing/pushed-stream.ts';

const model = feelingModel();
/** A walk with a contact every half second, and a rest. */
const pushes = pushesEvery(0.5, 20);
const samples = pushedStream(pushes, 16);

const create = (confirmAfter?: number) => new StepDetector({ model, confirmAfter });
/** The samples but for those of a gap, and the contacts that can still be seen in full. */
function cut(from: number, gap: number) {
  const end = from + gap;
  return {
    rows: samples.filter(([time]) => time <= from || time >= end),
    seen: pushes.flatMap(([time]) => (time < from - 0.1 || time > end + 0.1 ? [time] : [])),
  };
}
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** A while after a contact, and before the next. */
const start = fc
  .tuple(fc.integer({ min: 9, max: 11 }), number(0.12, 0.28))
  .map(([contact, later]) => {
    return contact / 2 + later;
  });
const confirmAfter = fc.constantFrom(undefined, 1, 4, 5);

describe('a gap in a walk', () => {
  test('costs no contact but those in it, and counts none twice', () => {
    fc.assert(
      fc.property(start, number(0.51, 2.5), confirmAfter, (from, gap, confirmAfter) => {
        const { rows, seen } = cut(from, gap);
        const steps = detect(rows, create(confirmAfter));
        const times = steps.map(({ timestamp }) => timestamp);
        for (const time of seen) {
          expect(times.filter((one) => Math.abs(one - time) < 0.03).length).toBe(1);
        }
        // At most those at its edges are seen besides, in part.
        expect(steps.length - seen.length).toBeWithin(0, 3);
        for (const [i, time] of times.entries()) {
          expect(time - (times[i - 1] ?? 0)).toBeGreaterThan(0.3);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('that is shorter than a pause does not end it: feet go on alternating', () => {
    fc.assert(
      fc.property(start, number(0.51, 0.6), confirmAfter, (from, gap, confirmAfter) => {
        const detector = create(confirmAfter);
        const steps = detect(cut(from, gap).rows, detector);
        expect(steps.length).toBeWithin(18, 21);
        for (const [i, { foot }] of steps.entries()) {
          expect(foot).toBe(i % 2 === 0 ? 'start' : 'end');
        }
      }),
      { numRuns: 60 },
    );
  });

  test('that is longer ends it: the next contacts are held again, and begin with a start', () => {
    for (const from of [5.2, 5.3, 5.7, 5.8]) {
      const detector = create();
      const before = samples.filter(([time]) => time <= from);
      const steps = detect(before, detector);
      // No more than the one contact whose look-ahead was owed.
      expect(detector.push(from + 2, 0, 0, 9.8).length).toBeWithin(0, 2);
      expect([detector.inStep, detector.pendingSteps]).toEqual([false, 0]);
      const rest = samples.filter(([time]) => time > from + 2);
      const after = detect(rest, detector);
      expect(steps.length).toBeGreaterThan(5);
      expect(after.length).toBeGreaterThan(5);
      expect(after[0]?.foot).toBe('start');
    }
  });

  test('is the same to a detector that is saved and restored around it', () => {
    for (const gap of [0.55, 0.9, 2]) {
      const { rows } = cut(5.3, gap);
      const whole = detect(rows, create());
      const middle = rows.findIndex(([time]) => time > 5.3);
      for (let at = middle - 20; at < middle + 60; at += 1) {
        const [first, second] = [create(), create()];
        const before = detect(rows.slice(0, at), first);
        second.restore(first.save());
        expect([...before, ...detect(rows.slice(at), second)]).toEqual(whole);
      }
    }
  });
});

test('samples so far apart that each is a stream of its own are no walk', () => {
  for (const gap of [0.6, 1, 2]) {
    const sparse = samples.map(([, ...a], i): Row => [i * gap, ...a]);
    const detector = create();
    expect([...detect(sparse, detector), ...detector.finish()]).toEqual([]);
  }
});
