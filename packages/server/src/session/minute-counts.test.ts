import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { KEPT_MINUTES, MinuteCounts } from './minute-counts.ts';
import { SessionStateError, StateBytes } from './state-walk.ts';

function saved(counts: MinuteCounts): Uint8Array {
  const writer = StateBytes.toWrite();
  writer.begin(1);
  counts.transfer(writer);
  return writer.written();
}

function restored(bytes: Uint8Array): MinuteCounts {
  const counts = new MinuteCounts();
  const reader = StateBytes.toRead(bytes, 1);
  counts.transfer(reader);
  reader.endReading();
  return counts;
}

describe('steps of the last minutes', () => {
  test('are counted by the minute, and told once they have changed', () => {
    const counts = new MinuteCounts();
    expect(counts.take()).toEqual([]);
    for (const time of [60, 119.999, 120]) counts.note(time);
    expect(counts.take()).toEqual([
      { minute: 1, count: 2 },
      { minute: 2, count: 1 },
    ]);
    expect(counts.take()).toEqual([]);
    counts.note(61);
    expect(counts.take()).toEqual([{ minute: 1, count: 3 }]);
  });

  test('are all of them, in whatever order they come, and whenever they are taken and saved', () => {
    const notes = fc.array(
      fc.record({ time: fc.integer({ min: 0, max: 3000 }), action: fc.nat(9) }),
      {
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(notes, (all) => {
        let counts = new MinuteCounts();
        const known = new Map<number, number>();
        const take = () => {
          for (const { minute, count } of counts.take()) {
            expect(count).toBeGreaterThan(known.get(minute) ?? 0);
            known.set(minute, count);
          }
        };
        for (const { time, action } of all) {
          counts.note(time);
          if (action < 2) take();
          if (action === 0) counts = restored(saved(counts));
        }
        take();
        expect([...known.values()].reduce((sum, count) => sum + count, 0)).toBe(all.length);
      }),
    );
  });

  test('are kept apart for as many minutes as nobody has taken', () => {
    const counts = new MinuteCounts();
    for (let minute = 0; minute < 100; minute++) counts.note(60 * minute);
    expect(counts.take().length).toBe(100);
    // Long ago, and let go: it counts for the oldest that is kept.
    counts.note(0);
    expect(counts.take()).toEqual([{ minute: 100 - KEPT_MINUTES, count: 2 }]);
  });

  test('of times that can not be are counted all the same', () => {
    const counts = new MinuteCounts();
    for (const time of [Number.NaN, -1e9, 1e300]) counts.note(time);
    expect(counts.take()).toEqual([
      { minute: 0, count: 2 },
      { minute: 2 ** 31 - 1, count: 1 },
    ]);
  });

  test('that make no sense are refused', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(12), fc.maxSafeNat())), (numbers) => {
        const writer = StateBytes.toWrite();
        writer.begin(1);
        writer.flag(false);
        for (const number of numbers) writer.whole(number);
        try {
          restored(writer.written());
        } catch (error) {
          expect(error).toBeInstanceOf(SessionStateError);
        }
      }),
    );
  });
});
