import { describe, expect, test } from 'bun:test';
import { aWalk, type Row, rows } from '@stepstream/testing/stream';
import { CLASSIC, type ConfirmedStep, StepDetector } from './index.ts';

const MODEL = CLASSIC;
const samples = rows(aWalk({ seed: 7 }));

function push(detector: StepDetector, part: readonly Row[]): ConfirmedStep[] {
  return part.flatMap((row) => [...detector.push(...row)]);
}

/** The samples up to a time in seconds, and all steps that are known of them. */
function cutAt(end: number) {
  const part = samples.filter(([time]) => time <= end);
  const detector = new StepDetector({ model: MODEL });
  const before = push(detector, part);
  return { detector, part, before, owed: detector.finish() };
}

const whole = push(new StepDetector({ model: MODEL }), samples);
/** Cuts all through a walk, some right after a contact. */
const cuts = Array.from({ length: 40 }, (_, i) => (whole[5] as ConfirmedStep).timestamp + 0.13 * i);

describe('the end of a stream', () => {
  test('confirms most of the contacts whose look-ahead is owed', () => {
    let missed = 0;
    let wrong = 0;
    for (const end of cuts) {
      const { before, owed } = cutAt(end);
      const known = whole.filter(({ timestamp }) => timestamp <= end).length;
      missed += known - before.length;
      wrong += Math.abs(known - before.length - owed.length);
    }
    expect(missed).toBeGreaterThan(5);
    expect(wrong).toBeLessThan(0.6 * missed);
  });

  test('none is later than the last sample', () => {
    for (const end of cuts) {
      const { before, owed } = cutAt(end);
      let last = before.at(-1)?.timestamp ?? 0;
      for (const { timestamp } of owed) {
        expect(timestamp).toBeWithin(last, end + 1e-9);
        last = timestamp;
      }
    }
  });

  test('feet go on alternating', () => {
    const { before, owed } = cutAt(cuts.find((end) => cutAt(end).owed.length > 0) ?? 0);
    expect(owed[0]?.foot).not.toBe(before.at(-1)?.foot);
  });

  test('comes once, until there are samples again', () => {
    const { detector } = cutAt(cuts[20] ?? 0);
    expect(detector.finish()).toEqual([]);
    detector.reset();
    expect(detector.finish()).toEqual([]);
    expect(new StepDetector({ model: MODEL }).finish()).toEqual([]);
  });

  test('at rest brings nothing', () => {
    const detector = new StepDetector({ model: MODEL });
    for (let i = 0; i < 500; i++) detector.push(i / 50, 0.1, 9.79, 0.2);
    expect(detector.finish()).toEqual([]);
  });

  test('nothing that was held before a reset is confirmed', () => {
    const { part } = cutAt((whole[3] as ConfirmedStep).timestamp + 0.05);
    const detector = new StepDetector({ model: MODEL });
    push(detector, part);
    detector.reset();
    expect(detector.finish()).toEqual([]);
  });
});

describe('samples after the end', () => {
  test('go on as after a gap', () => {
    const end = cuts[10] as number;
    const { detector, part } = cutAt(end);
    const rest = samples.slice(part.length);
    const later = push(detector, rest);
    const other = new StepDetector({ model: MODEL });
    const alone = push(other, rest);
    expect(later.length).toBe(alone.length);
    later.forEach(({ timestamp }, i) => {
      expect(timestamp).toBeCloseTo(alone[i]?.timestamp ?? 0, 6);
      expect(timestamp).toBeGreaterThan(end);
    });
  });

  test('and a saved state tells it, too', () => {
    const end = cuts[10] as number;
    const { detector, part } = cutAt(end);
    const restored = new StepDetector({ model: MODEL });
    restored.restore(detector.save());
    expect(restored.finish()).toEqual([]);
    const rest = samples.slice(part.length);
    expect(push(restored, rest)).toEqual(push(detector, rest));
  });
});
