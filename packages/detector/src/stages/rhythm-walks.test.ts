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
  UNSURE,
} from '../testing/rhythm-gates.ts';
import { Cadence } from './cadence.ts';
import { DEFAULT_CONFIRM_AFTER } from './rhythm.ts';

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
  test('that hindsight does not see is over after two seconds, and must prove itself anew', () => {
    for (const interval of [0.5, 0.9]) {
      const { gate, last } = walking(interval, DEFAULT_CONFIRM_AFTER);
      gate.look(last + 1.8);
      expect(gate.walking).toBe(true);
      expect(gate.add(last + interval, 0.9).length).toBe(1);
      gate.look(last + 2.5);
      expect(gate.walking).toBe(false);
      expect(gate.add(last + 2 * interval, 0.9)).toEqual([]);
      expect(gate.pending).toBe(1);
    }
  });

  test('of a named number goes on, whether or not hindsight sees it', () => {
    const { gate, last } = walking(0.5, 6, (cadence) => gateOf(3, cadence));
    gate.look(last + 3);
    expect(gate.walking).toBe(true);
    expect(gate.add(last + 0.5, 0.9).length).toBe(1);
  });

  test('does not live on what hindsight only takes for possible', () => {
    const { gate, last } = walking();
    see(gate, everyHalfSecond(6), UNSURE);
    gate.look(last + 1.5);
    expect(gate.walking).toBe(false);
  });

  test('goes on as long as hindsight sees it now and then', () => {
    const { gate } = walking();
    for (const time of everyHalfSecond(40, 3)) {
      expect(gate.add(time, 0.9).length).toBe(1);
      if (time % 1.5 === 0) see(gate, [time - 0.5]);
      else gate.look(time - 0.5);
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

  test('does not get one that is possible, but not sure', () => {
    for (const over of [false, true]) {
      const { gate, last } = walking();
      if (over) gate.advance(last + LONG);
      expect(see(gate, [last + 0.5], 0.8)).toEqual([]);
      expect(gate.pending).toBe(0);
    }
  });

  test('that comes to its end in the stream may still get its last contact', () => {
    const { gate, last } = walking();
    expect(gate.end()).toEqual([]);
    expect([gate.walking, gate.inStep, gate.pending]).toEqual([false, false, 0]);
    expect(see(gate, [last + 0.5]).length).toBe(1);
  });

  test('of two contacts gets its last one as well', () => {
    const gate = createGate();
    add(gate, [0, 0.5]);
    see(gate, [0, 0.5]);
    expect(gate.advance(LONG).length).toBe(2);
    expect(feetOf(see(gate, [1]))).toEqual(['start']);
  });
});
