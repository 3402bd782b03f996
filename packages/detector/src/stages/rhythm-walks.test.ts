import { describe, expect, test } from 'bun:test';
import {
  add,
  createGate,
  everyHalfSecond,
  feetOf,
  gateOf,
  LONG,
  SURE,
  see,
  UNLIKELY,
  UNSURE,
} from '../testing/rhythm-gates.ts';
import { Cadence } from './cadence.ts';

/** A walk with a contact every `interval` seconds from 0 on, of which hindsight has not spoken yet. */
function walking(interval = 0.5, contacts = 6, create = createGate) {
  const cadence = new Cadence();
  const gate = create(cadence);
  for (let i = 0; i < contacts; i++) {
    cadence.add(i * interval);
    gate.add(i * interval, 0.9);
  }
  expect(gate.walking).toBe(true);
  return { gate, cadence, last: (contacts - 1) * interval };
}

describe('a confirmed walk', () => {
  test.each([null, 3])('goes on, though hindsight does not see it; number named: %p', (number) => {
    const { gate } = walking(0.5, 6, (cadence) => gateOf(number, cadence));
    for (const time of everyHalfSecond(20, 3)) {
      gate.look(time - 0.5);
      expect(gate.add(time, 0.9).length).toBe(1);
    }
  });

  test.each([0.4, 0.5, 0.6, 0.7, 0.9])(
    'of a contact every %d s gets its last one in hindsight, though it is over by then',
    (interval) => {
      for (const over of [false, true]) {
        const { gate, last } = walking(interval);
        const next = gate.nextFoot;
        if (over) gate.advance(last + LONG);
        expect(gate.walking).toBe(!over);
        const steps = see(gate, [last + interval]);
        expect(steps).toEqual([{ timestamp: last + interval, foot: next, confidence: SURE }]);
        // Nothing of it stays held, and the next walk begins with a start.
        gate.advance(last + 2 * LONG);
        expect([gate.walking, gate.pending, gate.nextFoot]).toEqual([false, 0, 'start']);
      }
    },
  );

  test('does not get one twice, nor one that comes too soon or much too late', () => {
    for (const later of [-0.5, -0.25, 0, 0.2, 4]) {
      const { gate, last } = walking();
      // Hindsight always speaks of a moment that has passed.
      gate.advance(last + Math.max(0, later));
      expect(see(gate, [last + later])).toEqual([]);
      gate.advance(last + LONG);
      expect(see(gate, [last + later])).toEqual([]);
    }
  });

  test('has the added contact in its cadence, so that it is not found overlooked as well', () => {
    const { gate, cadence, last } = walking(0.8);
    see(gate, [last + 0.8]);
    expect(cadence.lastContact).toBeCloseTo(last + 0.8, 9);
    expect(cadence.usual).toBeCloseTo(0.8, 9);
  });

  test('gets one that hindsight takes for rather a contact than not, and none that is unlikely', () => {
    for (const over of [false, true]) {
      for (const [probability, steps] of [
        [UNSURE, 1],
        [0.5, 1],
        [0.49, 0],
        [UNLIKELY, 0],
      ] as const) {
        const { gate, last } = walking();
        if (over) gate.advance(last + LONG);
        expect(see(gate, [last + 0.5], probability).length).toBe(steps);
        expect(gate.pending).toBe(0);
      }
    }
  });

  test('that comes to its end in the stream may still get its last contact', () => {
    const { gate, last } = walking();
    expect(gate.end()).toEqual([]);
    expect([gate.walking, gate.inStep, gate.pending]).toEqual([false, false, 0]);
    expect(see(gate, [last + 0.5]).length).toBe(1);
  });

  test('of three contacts gets its last one as well', () => {
    const gate = createGate();
    add(gate, [0, 0.5, 1]);
    see(gate, [0, 0.5, 1]);
    expect(gate.advance(LONG).length).toBe(3);
    expect(feetOf(see(gate, [1.5]))).toEqual(['end']);
  });
});
