import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { restoreState, saveState } from '../saved-state.ts';
import { everyHalfSecond, gateOf, timesOf } from '../testing/rhythm-gates.ts';
import { Cadence } from './cadence.ts';
import type { ConfirmedStep } from './confirmed-step.ts';
import { MAX_CONFIRM_AFTER, type RhythmGate } from './rhythm.ts';

/** What a detector makes of a landing, times in seconds. */
interface Landing {
  readonly time: number;
  /** What it thinks at first; null where it sees none. */
  readonly confidence: number | null;
  /** How much later hindsight finds it; null where it sees none. */
  readonly later: number | null;
  /** How probable it is in hindsight. */
  readonly sure: number;
}

/** Something that a gate is told, and when: in seconds, on the clock of the first opinion. */
interface Told {
  readonly now: number;
  readonly landing: Landing;
  readonly hindsight: boolean;
}

/** A contact shows a frame after its moment, and in hindsight so much later than that. */
const FRAME = 0.02;
const HINDSIGHT = 0.76;

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const maybe = (value: fc.Arbitrary<number>) => fc.option(value, { freq: 4 });
const landings = fc
  .array(
    fc.record({
      interval: fc.oneof({ weight: 6, arbitrary: number(0.45, 0.8) }, number(0.4, 4)),
      confidence: maybe(number(0.3, 1)),
      later: maybe(number(-0.05, 0.05)),
      sure: fc.oneof(number(0.9, 1), number(0.2, 1)),
    }),
    { maxLength: 60, size: 'max' },
  )
  .map((all) => {
    let time = 10;
    return all.map(({ interval, ...landing }): Landing => {
      time += interval;
      return { time, ...landing };
    });
  });
const confirmAfter = fc.oneof(fc.constant(null), fc.integer({ min: 1, max: MAX_CONFIRM_AFTER }));

function toldOf(all: readonly Landing[]): Told[] {
  return all
    .flatMap((landing): Told[] => [
      { now: landing.time + FRAME, landing, hindsight: false },
      { now: landing.time + HINDSIGHT, landing, hindsight: true },
    ])
    .sort((a, b) => a.now - b.now);
}

/** A gate with the cadence that it shares with the picker of contacts. */
class GateAndCadence {
  readonly cadence = new Cadence();
  readonly gate: RhythmGate;

  constructor(confirmAfter: number | null) {
    this.gate = gateOf(confirmAfter, this.cadence);
  }

  /** Tells the gate what it is told in a detector, and lets time pass. */
  tell({ now, landing, hindsight }: Told): readonly ConfirmedStep[] {
    const { time, confidence, later, sure } = landing;
    const steps = [...this.gate.advance(now - 2 * FRAME)];
    if (!hindsight && confidence !== null) {
      this.cadence.add(time);
      steps.push(...this.gate.add(time, confidence));
    }
    this.gate.look(now - HINDSIGHT);
    if (hindsight && later !== null) steps.push(...this.gate.see(time + later, sure));
    return steps;
  }

  save(): Uint8Array {
    return saveState('test', (io) => {
      this.cadence.transfer(io);
      this.gate.transfer(io);
    });
  }

  restore(bytes: Uint8Array): void {
    restoreState(bytes, 'test', (io) => {
      this.cadence.transfer(io);
      this.gate.transfer(io);
    });
  }
}

test('whatever is told: each landing counts once at most, in order, and feet alternate', () => {
  let inHindsight = 0;
  fc.assert(
    fc.property(confirmAfter, landings, (n, all) => {
      const pair = new GateAndCadence(n);
      let last: ConfirmedStep | undefined;
      const counted = new Set<Landing>();
      for (const told of toldOf(all)) {
        for (const step of pair.tell(told)) {
          expect(step.timestamp).toBeGreaterThan(last?.timestamp ?? 0);
          if (last?.foot !== 'start') expect(step.foot).toBe('start');
          last = step;
          const landing = all.find(({ time }) => Math.abs(time - step.timestamp) <= 0.05 + 1e-9);
          expect(landing).toBeDefined();
          expect(counted.has(landing as Landing)).toBe(false);
          counted.add(landing as Landing);
          if (step.timestamp !== landing?.time) inHindsight++;
        }
        expect(pair.gate.pending).toBeLessThanOrEqual(MAX_CONFIRM_AFTER);
      }
    }),
    { numRuns: 300 },
  );
  expect(inHindsight).toBeGreaterThan(10);
});

test('where both opinions see every landing, each walk of three or more counts whole', () => {
  const walk = fc.record({ steps: fc.integer({ min: 1, max: 12 }), interval: number(0.4, 1) });
  fc.assert(
    fc.property(fc.array(walk, { maxLength: 6 }), (walks) => {
      let time = 0;
      const all = walks.flatMap(({ steps, interval }) => {
        time += 5;
        return Array.from({ length: steps }, (): Landing => {
          time += interval;
          return { time, confidence: 0.9, later: 0.01, sure: 0.95 };
        });
      });
      const pair = new GateAndCadence(null);
      const steps = toldOf(all).flatMap((told) => [...pair.tell(told)]);
      steps.push(...pair.gate.advance(Number.POSITIVE_INFINITY));
      expect(steps.length).toBe(
        walks.reduce((sum, { steps }) => sum + (steps >= 3 ? steps : 0), 0),
      );
    }),
  );
});

test('whoever names a number gets the same steps, whatever hindsight says of the contacts', () => {
  const named = fc.integer({ min: 1, max: MAX_CONFIRM_AFTER });
  fc.assert(
    fc.property(named, landings, (n, all) => {
      const stepsOf = (told: readonly Told[]) => {
        const pair = new GateAndCadence(n);
        return told.flatMap((one) => [...pair.tell(one)]);
      };
      const found = toldOf(all.filter(({ confidence }) => confidence !== null));
      expect(stepsOf(found)).toEqual(stepsOf(found.filter(({ hindsight }) => !hindsight)));
    }),
    { numRuns: 200 },
  );
});

describe('a restored gate', () => {
  test('goes on where the saved one stood', () => {
    fc.assert(
      fc.property(confirmAfter, confirmAfter, landings, number(0, 1), (n, other, all, share) => {
        const told = toldOf(all);
        const cut = Math.floor(share * told.length);
        const whole = new GateAndCadence(n);
        const pair = new GateAndCadence(n);
        const twin = new GateAndCadence(other);
        const before = told.slice(0, cut).flatMap((one) => [...pair.tell(one)]);
        twin.restore(pair.save());
        expect(twin.save()).toEqual(pair.save());
        const after = told.slice(cut).flatMap((one) => [...twin.tell(one)]);
        expect([...before, ...after]).toEqual(told.flatMap((one) => [...whole.tell(one)]));
      }),
      { numRuns: 300 },
    );
  });

  /** The gate after some contacts, saved and restored. */
  function restored(contacts: readonly number[], then: (saved: RhythmGate) => void): RhythmGate {
    const [saved, twin] = [new GateAndCadence(null), new GateAndCadence(null)];
    for (const time of contacts) {
      saved.cadence.add(time);
      saved.gate.add(time, 0.9);
    }
    then(saved.gate);
    twin.restore(saved.save());
    return twin.gate;
  }

  test('remembers until when hindsight has spoken, also where it saw nothing', () => {
    const gate = restored([0, 0.9, 1.2, 1.7, 2.2], (saved) => saved.look(1.15));
    expect(timesOf(gate.add(2.7, 0.9))).toEqual([1.2, 1.7, 2.2, 2.7]);
  });

  test('remembers a walk that is over, which may still get its last contact', () => {
    const gate = restored(everyHalfSecond(6), (saved) => saved.advance(9));
    expect(gate.see(3, 0.95)).toEqual([{ timestamp: 3, foot: 'start', confidence: 0.95 }]);
  });
});
