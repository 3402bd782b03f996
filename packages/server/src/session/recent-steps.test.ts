import { describe, expect, test } from 'bun:test';
import type { Step } from '@stepstream/protocol';
import fc from 'fast-check';
import { MAX_RECENT_STEPS, RecentSteps } from './recent-steps.ts';

const told = ({ timestamp, foot, confidence }: Step) => ({ timestamp, foot, confidence });

const step: fc.Arbitrary<Step> = fc.record({
  index: fc.nat(999),
  timestamp: fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
  foot: fc.constantFrom('start', 'end'),
  confidence: fc.nat(10_000).map((parts) => parts / 10_000),
});

describe('the last steps of a session', () => {
  test('are kept as they were told, whatever they are, and no more than there is room for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1e9), fc.array(step, { maxLength: 20 })), { maxLength: 40 }),
        (frames) => {
          const recent = new RecentSteps();
          for (const [before, steps] of frames) recent.add(before, steps);
          const all = frames.flatMap(([, steps]) => steps).slice(-MAX_RECENT_STEPS);
          expect(recent.after(0)).toEqual(all.map(told));
          expect(recent.lastTimes(8)).toEqual(all.slice(-8).map(({ timestamp }) => timestamp));
        },
      ),
    );
  });

  test('those after a sample are the ones that a later sample confirmed', () => {
    const recent = new RecentSteps();
    const at = (index: number): Step => ({ index, timestamp: index, foot: 'end', confidence: 0.5 });
    recent.add(100, [at(0), at(3)]);
    recent.add(110, [at(0)]);
    expect(recent.after(100).length).toBe(3);
    expect(recent.after(101).map(({ timestamp }) => timestamp)).toEqual([3, 0]);
    expect(recent.after(104).length).toBe(1);
    expect(recent.after(111)).toEqual([]);
  });

  test('a cleared list begins anew', () => {
    const recent = new RecentSteps();
    recent.add(0, [{ index: 0, timestamp: 1, foot: 'start', confidence: 1 }]);
    recent.clear();
    expect(recent.after(0)).toEqual([]);
    recent.add(7, [{ index: 0, timestamp: 2, foot: 'end', confidence: 0 }]);
    expect(recent.after(0)).toEqual([{ timestamp: 2, foot: 'end', confidence: 0 }]);
  });
});
