import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { restoreState, saveState } from '../state-io.ts';
import { gateOf } from '../testing/rhythm-gates.ts';
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
class Decision {
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
      const decision = new Decision(n);
      let last: ConfirmedStep | undefined;
      const counted = new Set<Landing>();
      for (const told of toldOf(all)) {
        for (const step of decision.tell(told)) {
          expect(step.timestamp).toBeGreaterThan(last?.timestamp ?? 0);
          if (last?.foot !== 'start') expect(step.foot).toBe('start');
          last = step;
          const landing = all.find(({ time }) => Math.abs(time - step.timestamp) <= 0.05 + 1e-9);
          expect(landing).toBeDefined();
          expect(counted.has(landing as Landing)).toBe(false);
          counted.add(landing as Landing);
          if (step.timestamp !== landing?.time) inHindsight++;
        }
        expect(decision.gate.pending).toBeLessThanOrEqual(MAX_CONFIRM_AFTER);
      }
    }),
    { numRuns: 300 },
  );
  expect(inHindsight).toBeGreaterThan(10);
});

test('where both opinions see every landing, each walk of two or more counts whole', () => {
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
      const decision = new Decision(null);
      const steps = toldOf(all).flatMap((told) => [...decision.tell(told)]);
      steps.push(...decision.gate.advance(Number.POSITIVE_INFINITY));
      expect(steps.length).toBe(
        walks.reduce((sum, { steps }) => sum + (steps >= 2 ? steps : 0), 0),
      );
    }),
  );
});

test('where hindsight sees none, nothing counts for long; whoever names a number is not asked', () => {
  const all = Array.from({ length: 60 }, (_, i): Landing => {
    return { time: 10 + i / 2, confidence: 0.9, later: null, sure: 0 };
  });
  const stepsOf = (n: number | null) => {
    const decision = new Decision(n);
    return toldOf(all).flatMap((told) => [...decision.tell(told)]);
  };
  expect(stepsOf(null).length).toBeLessThan(10);
  expect(stepsOf(4).length).toBe(60);
});

test('whoever names a number gets the same steps, whatever hindsight says of the contacts', () => {
  const named = fc.integer({ min: 1, max: MAX_CONFIRM_AFTER });
  fc.assert(
    fc.property(named, landings, (n, all) => {
      const stepsOf = (told: readonly Told[]) => {
        const decision = new Decision(n);
        return told.flatMap((one) => [...decision.tell(one)]);
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
        const whole = new Decision(n);
        const decision = new Decision(n);
        const twin = new Decision(other);
        const before = told.slice(0, cut).flatMap((one) => [...decision.tell(one)]);
        twin.restore(decision.save());
        expect(twin.save()).toEqual(decision.save());
        const after = told.slice(cut).flatMap((one) => [...twin.tell(one)]);
        expect([...before, ...after]).toEqual(told.flatMap((one) => [...whole.tell(one)]));
      }),
      { numRuns: 300 },
    );
  });

  /** The decision after some contacts half a second apart, saved and restored. */
  function restored(contacts: number, then: (saved: Decision) => void): Decision {
    const [saved, twin] = [new Decision(null), new Decision(null)];
    for (let i = 0; i < contacts; i++) {
      saved.cadence.add(i / 2);
      saved.gate.add(i / 2, 0.9);
    }
    then(saved);
    twin.restore(saved.save());
    return twin;
  }

  test('remembers until when hindsight has spoken, also where it saw nothing', () => {
    const { gate } = restored(3, (saved) => saved.gate.look(1.4));
    expect(gate.add(1.5, 0.9)).toEqual([]);
  });

  test('remembers since when hindsight is waited for', () => {
    const { gate } = restored(4, () => {});
    gate.look(2);
    expect(gate.walking).toBe(true);
    gate.look(5);
    expect(gate.walking).toBe(false);
  });

  test('remembers the last contact that hindsight saw', () => {
    const { gate } = restored(8, (saved) => saved.gate.see(3.5, 0.95));
    gate.look(4.5);
    expect(gate.walking).toBe(true);
  });

  test('remembers a walk that is over, which may still get its last contact', () => {
    const { gate } = restored(6, (saved) => saved.gate.advance(9));
    expect(gate.see(3, 0.95)).toEqual([{ timestamp: 3, foot: 'start', confidence: 0.95 }]);
  });
});
