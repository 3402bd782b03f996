import { describe, expect, test } from 'bun:test';
import { add, createGate, everyHalfSecond, feetOf, LONG, vouch } from '../testing/rhythm-gates.ts';
import { Cadence } from './cadence.ts';

/** A walk with a contact every `interval` seconds from 0 on, of which hindsight has not spoken yet. */
function walking(interval = 0.5, contacts = 6, gateOf = createGate) {
  const cadence = new Cadence();
  const gate = gateOf(cadence);
  for (let i = 0; i < contacts; i++) {
    cadence.add(i * interval);
    gate.add(i * interval, 0.9);
  }
  expect(gate.walking).toBe(true);
  return { gate, cadence, last: (contacts - 1) * interval };
}

describe('a confirmed walk', () => {
  test('that hindsight does not see is over after two seconds, and must prove itself anew', () => {
    const { gate, last } = walking();
    gate.look(last + 1);
    expect(gate.walking).toBe(true);
    expect(gate.add(last + 0.5, 0.9).length).toBe(1);
    gate.look(last + 3);
    expect(gate.walking).toBe(false);
    expect(gate.add(last + 1, 0.9)).toEqual([]);
    expect(gate.pending).toBe(1);
  });

  test('goes on as long as hindsight sees it now and then', () => {
    const { gate } = walking();
    for (const time of everyHalfSecond(40, 3)) {
      expect(gate.add(time, 0.9).length).toBe(1);
      if (time % 1.5 === 0) vouch(gate, [time - 0.5]);
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
        const steps = vouch(gate, [last + interval]);
        expect(steps).toEqual([{ timestamp: last + interval, foot: next, confidence: 0.95 }]);
        // Nothing of it stays held, and the next walk begins with a start.
        gate.advance(last + 2 * LONG);
        expect([gate.walking, gate.pending, gate.nextFoot]).toEqual([false, 0, 'start']);
      }
    },
  );

  test('does not get one twice, nor one that comes too soon or much too late', () => {
    for (const later of [-0.5, -0.25, 0, 0.2, 4]) {
      const { gate, last } = walking();
      expect(vouch(gate, [last + later])).toEqual([]);
      gate.advance(last + LONG);
      expect(vouch(gate, [last + later])).toEqual([]);
    }
  });

  test('has the added contact in its cadence, so that it is not found overlooked as well', () => {
    const { gate, cadence, last } = walking(0.8);
    vouch(gate, [last + 0.8]);
    expect(cadence.lastContact).toBeCloseTo(last + 0.8, 9);
    expect(cadence.usual).toBeCloseTo(0.8, 9);
  });

  test('of two contacts gets its last one as well', () => {
    const gate = createGate();
    add(gate, [0, 0.5]);
    vouch(gate, [0, 0.5]);
    expect(gate.advance(LONG).length).toBe(2);
    expect(feetOf(vouch(gate, [1]))).toEqual(['start']);
  });
});
