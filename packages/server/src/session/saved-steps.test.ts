import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { readSteps, type SavedStep, writeSteps } from './saved-steps.ts';
import { MAX_STATE_BYTES, SessionStateError, StateBytes } from './state-walk.ts';

const step: fc.Arbitrary<SavedStep> = fc.record({
  sample: fc.maxSafeNat().map((sample) => Math.floor(sample / 2)),
  timestamp: fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer().map((micros) => micros / 1e6),
  ),
  foot: fc.constantFrom('start', 'end'),
  confidence: fc.nat(10_000).map((parts) => parts / 10_000),
});

/** What is left of steps, oldest first, once they have been saved after so many other bytes. */
function saved(steps: readonly SavedStep[], after = 0) {
  const writer = StateBytes.toWrite();
  writer.begin(1);
  writer.bytes(new Uint8Array(after));
  writeSteps(writer, steps);
  const bytes = writer.written();
  const reader = StateBytes.toRead(bytes, 1);
  reader.bytes(new Uint8Array(0));
  const found = readSteps(reader, steps.length);
  reader.endReading();
  return { found, length: bytes.length };
}

describe('saved steps', () => {
  test('come back as they were, to the bit', () => {
    fc.assert(fc.property(fc.array(step), (steps) => expect(saved(steps).found).toEqual(steps)));
  });

  test('of a walk take some seven bytes each', () => {
    const steps = Array.from(
      { length: 64 },
      (_, i): SavedStep => ({
        sample: 100_000 + 27 * i,
        timestamp: (1_700_000_000_000_000 + 541_234 * i) / 1e6,
        foot: i % 2 === 0 ? 'start' : 'end',
        confidence: 0.9,
      }),
    );
    const { found, length } = saved(steps);
    expect(found).toEqual(steps);
    expect(length).toBeLessThan(64 * 7 + 32);
  });

  test('are the newest of them where there is no room for all', () => {
    fc.assert(
      fc.property(fc.array(step), fc.integer({ min: 3500, max: 4080 }), (steps, after) => {
        const { found, length } = saved(steps, after);
        expect(length).toBeLessThanOrEqual(MAX_STATE_BYTES);
        expect(found).toEqual(steps.slice(steps.length - found.length));
      }),
    );
  });

  test('that can not be are refused', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(300_000), fc.maxSafeNat())), (numbers) => {
        const writer = StateBytes.toWrite();
        writer.begin(1);
        for (const number of numbers) writer.whole(number);
        const reader = StateBytes.toRead(writer.written(), 1);
        try {
          for (const one of readSteps(reader, 10)) {
            expect(one.confidence).toBeWithin(0, 1.00001);
            expect(one.sample).toBeGreaterThanOrEqual(0);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(SessionStateError);
        }
      }),
    );
  });
});
