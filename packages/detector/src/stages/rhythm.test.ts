import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { restoreState, saveState } from '../saved-state.ts';
import { gateOf, WALK_THRESHOLD } from '../testing/rhythm-gates.ts';
import { Cadence, MAX_STEP_INTERVAL_SECONDS } from './cadence.ts';
import type { ConfirmedStep } from './confirmed-step.ts';
import { DEFAULT_CONFIRM_AFTER, MAX_CONFIRM_AFTER, type RhythmGate } from './rhythm.ts';

/**
 * The gate of a client that named a number, which hindsight does not change. Without a cadence that is told
 * of the contacts, it is as patient as it can be.
 */
const createGate = (confirmAfter = DEFAULT_CONFIRM_AFTER, cadence = new Cadence()) =>
  gateOf(confirmAfter, cadence);

type Contact = readonly [time: number, confidence: number];

const add = (gate: RhythmGate, contacts: readonly Contact[]): ConfirmedStep[] =>
  contacts.flatMap((contact) => [...gate.add(...contact)]);
/** Contacts every half second, the first at `from`. */
const steady = (count: number, from = 0, confidence = 0.9): Contact[] =>
  Array.from({ length: count }, (_, i) => [from + i / 2, confidence] as const);

const confirmAfters = Array.from({ length: MAX_CONFIRM_AFTER }, (_, i) => i + 1);
const confirmAfter = fc.constantFrom(...confirmAfters);
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const contacts = fc
  .array(fc.tuple(fc.oneof(number(0.3, 0.8), number(0.01, 2.5)), number(0.3, 1)), { maxLength: 60 })
  .map((intervals) => {
    let time = 0;
    return intervals.map(([interval, confidence]): Contact => {
      time += interval;
      return [time, confidence];
    });
  });

describe('a walk', () => {
  test.each(confirmAfters)('is confirmed by its contact number %d, with all before', (n) => {
    const gate = createGate(n);
    for (let i = 0; i < n - 1; i++) {
      expect(gate.add(i / 2, 0.9)).toEqual([]);
      expect(gate.pending).toBe(i + 1);
    }
    const confirmed = gate.add((n - 1) / 2, 0.9);
    expect(confirmed.map(({ timestamp }) => timestamp)).toEqual(steady(n).map(([time]) => time));
    expect(gate.pending).toBe(0);
    expect(gate.add(n / 2, 0.31).length).toBe(1);
  });

  test('alternates, begins with a start, and says which foot is next', () => {
    const gate = createGate();
    for (const contact of steady(9)) {
      const next = gate.nextFoot;
      const foot = gate.add(...contact).at(-1)?.foot;
      if (foot) expect(foot).toBe(next);
      expect(gate.inStep).toBe(foot === 'start');
      expect(gate.walking).toBe(foot !== undefined);
      expect(gate.nextFoot).not.toBe(next);
    }
  });

  test('of no known cadence is over when its next contact comes later than 1.6 s after', () => {
    for (const [pause, over] of [
      [MAX_STEP_INTERVAL_SECONDS, false],
      [MAX_STEP_INTERVAL_SECONDS + 1e-9, true],
    ] as const) {
      const gate = createGate();
      add(gate, steady(5, -2));
      expect(gate.inStep).toBe(true);
      gate.advance(pause);
      expect(gate.inStep).toBe(!over);
      expect(gate.walking).toBe(!over);
      expect(gate.nextFoot).toBe(over ? 'start' : 'end');
      expect(gate.add(pause, 0.9).length).toBe(over ? 0 : 1);
    }
  });

  test.each([
    [0.3, 1.2],
    [0.5, 1.2],
    [0.6, 1.26],
    [0.7, 1.47],
    [0.8, 1.6],
    [1.2, 1.6],
  ])('with a contact every %d s waits %d s for the next', (interval, patience) => {
    for (const [pause, over] of [
      [patience - 1e-6, false],
      [patience + 1e-6, true],
    ] as const) {
      const cadence = new Cadence();
      const gate = createGate(4, cadence);
      for (let i = 0; i < 6; i++) {
        cadence.add(i * interval);
        gate.add(i * interval, 0.9);
      }
      gate.advance(5 * interval + pause);
      expect(gate.walking).toBe(!over);
    }
  });

  test('after another must prove itself anew, and begins with a start', () => {
    const gate = createGate();
    expect(add(gate, steady(5)).length).toBe(5);
    expect(add(gate, steady(3, 10))).toEqual([]);
    expect(gate.add(11.5, 0.9).map(({ foot }) => foot)).toEqual(['start', 'end', 'start', 'end']);
  });

  test('must be probable on average over its newest contacts', () => {
    expect(add(createGate(), steady(4, 0, 0.61)).length).toBe(4);
    const gate = createGate();
    expect(add(gate, steady(6, 0, 0.31))).toEqual([]);
    // 0.31 + 0.31 + 0.9 + 0.9 is over 4 × 0.6; the weak ones before are then believed as well.
    expect(add(gate, steady(1, 3))).toEqual([]);
    expect(gate.add(3.5, 0.9).map(({ confidence }) => confidence)).toEqual([
      ...new Array<number>(6).fill(0.31),
      0.9,
      0.9,
    ]);
  });

  test('with confirm_after 1 needs no probability', () => {
    expect(createGate(1).add(0, 0.01)).toEqual([{ timestamp: 0, foot: 'start', confidence: 0.01 }]);
  });
});

describe('a hold', () => {
  test('that comes to nothing is dropped, in silence and for good', () => {
    const gate = createGate();
    add(gate, steady(3));
    gate.advance(1 + MAX_STEP_INTERVAL_SECONDS);
    expect(gate.pending).toBe(3);
    gate.advance(1 + MAX_STEP_INTERVAL_SECONDS + 1e-9);
    expect(gate.pending).toBe(0);
    expect(gate.nextFoot).toBe('start');
    expect(add(gate, steady(4, 5)).map(({ timestamp }) => timestamp)).toEqual([5, 5.5, 6, 6.5]);
  });

  test('waits as long as a walk of its cadence would', () => {
    const cadence = new Cadence();
    const gate = createGate(10, cadence);
    for (let i = 0; i < 6; i++) {
      cadence.add(i / 2);
      gate.add(i / 2, 0.9);
    }
    gate.advance(2.5 + 1.19);
    expect(gate.pending).toBe(6);
    gate.advance(2.5 + 1.21);
    expect(gate.pending).toBe(0);
  });

  test('loses what is out of rhythm with the newest contact', () => {
    const gate = createGate();
    add(gate, steady(3, 0, 0.5));
    // An interval 1.6 times as long is even enough; a longer one is not, and only its end remains.
    gate.add(1.799, 0.1);
    expect(gate.pending).toBe(4);
    gate.add(2.298, 0.1);
    expect(gate.pending).toBe(2);
    const confirmed = add(gate, steady(3, 2.8));
    expect(confirmed[0]).toEqual({ timestamp: 1.799, foot: 'start', confidence: 0.1 });
  });

  test('of ten is a walk, however doubtful each contact is', () => {
    const gate = createGate(4);
    add(gate, steady(MAX_CONFIRM_AFTER - 1, 0, 0.1));
    expect(gate.pending).toBe(MAX_CONFIRM_AFTER - 1);
    expect(gate.add(4.5, 0.1).length).toBe(MAX_CONFIRM_AFTER);
    expect(gate.pending).toBe(0);
  });

  test('is judged by a changed confirm_after from the next contact on', () => {
    const gate = createGate(10);
    add(gate, steady(5));
    gate.confirmAfter = 3;
    expect(gate.pending).toBe(5);
    expect(gate.add(2.5, 0.9).length).toBe(6);
  });
});

test('whatever lands: in order, once each, alternating, and each walk proved', () => {
  fc.assert(
    fc.property(confirmAfter, contacts, (n, all) => {
      const gate = createGate(n);
      let last: ConfirmedStep | undefined;
      let walking = false;
      let previous = Number.NEGATIVE_INFINITY;
      for (const [time, confidence] of all) {
        if (time - previous > MAX_STEP_INTERVAL_SECONDS) walking = false;
        previous = time;
        const confirmed = gate.add(time, confidence);
        expect(gate.pending).toBeLessThanOrEqual(MAX_CONFIRM_AFTER);
        for (const { timestamp, foot, confidence } of confirmed) {
          expect(timestamp).toBeGreaterThan(last?.timestamp ?? -1);
          expect(foot).toBe(walking && last?.foot === 'start' ? 'end' : 'start');
          expect(all).toContainEqual([timestamp, confidence]);
          last = { timestamp, foot, confidence };
          walking = true;
        }
        expect(gate.inStep).toBe(walking && last?.foot === 'start');
        if (confirmed.length > 1) expectWalk(confirmed, n);
      }
    }),
  );
});

/** Checks what several contacts must be like to be confirmed together. */
function expectWalk(confirmed: readonly ConfirmedStep[], n: number): void {
  const times = confirmed.map(({ timestamp }) => timestamp);
  const intervals = times.slice(1).map((time, i) => time - (times[i] as number));
  expect(Math.max(...intervals)).toBeLessThanOrEqual(1.6 * Math.min(...intervals));
  const newest = confirmed.slice(-n).map(({ confidence }) => confidence);
  expect(newest.length).toBe(n);
  const sum = newest.reduce((a, b) => a + b, 0);
  expect(sum).toBeGreaterThanOrEqual(WALK_THRESHOLD * n - 1e-9);
}

test('a restored gate goes on where the saved one stood', () => {
  fc.assert(
    fc.property(confirmAfter, contacts, fc.nat(60), (n, all, cut) => {
      const gate = createGate(n);
      const before = add(gate, all.slice(0, cut));
      const twin = createGate(n === 1 ? 10 : 1);
      const bytes = saveState('test', (io) => gate.transfer(io));
      restoreState(bytes, 'test', (io) => twin.transfer(io));
      expect([twin.pending, twin.inStep, twin.nextFoot, twin.confirmAfter]).toEqual([
        gate.pending,
        gate.inStep,
        gate.nextFoot,
        n,
      ]);
      const after = add(twin, all.slice(cut));
      expect([...before, ...after]).toEqual(add(createGate(n), all));
    }),
  );
});
