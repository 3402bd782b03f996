import { describe, expect, test } from 'bun:test';
import { createGate, gateOf, LONG, SURE, see } from '../testing/rhythm-gates.ts';
import { Cadence } from './cadence.ts';
import { Doubt, isDoubtful } from './doubt.ts';

const WEAK = 0.5;
const ODD = 0.9;

/** A walk with a contact every half second from 0 to 2.5, of which hindsight has not spoken yet. */
function walking(create = createGate) {
  const cadence = new Cadence();
  const gate = create(cadence);
  const add = (time: number, confidence: number) => {
    cadence.add(time);
    return gate.add(time, confidence).map(({ timestamp }) => timestamp);
  };
  for (let i = 0; i < 6; i++) add(i / 2, 0.95);
  expect(gate.walking).toBe(true);
  return { gate, add };
}

test('doubtful is what is neither probable nor in rhythm', () => {
  expect(isDoubtful(0.79, 0.9, 0.5)).toBe(true);
  expect(isDoubtful(0.79, 0.3, 0.5)).toBe(true);
  expect(isDoubtful(0.8, 0.9, 0.5)).toBe(false);
  expect(isDoubtful(0.1, 0.64, 0.5)).toBe(false);
  expect(isDoubtful(0.1, 0.36, 0.5)).toBe(false);
  expect(isDoubtful(0.1, 0.9, 0)).toBe(false);
});

test('one waits until it is taken', () => {
  const doubt = new Doubt();
  expect(doubt.waits).toBe(false);
  doubt.put({ time: 3, confidence: 0.4 });
  expect([doubt.waits, doubt.time]).toEqual([true, 3]);
  expect(doubt.take()).toEqual({ time: 3, confidence: 0.4 });
  expect(doubt.waits).toBe(false);
});

describe('a doubtful contact in a walk', () => {
  test('counts with the next one that is not', () => {
    for (const next of [WEAK, SURE]) {
      const { add } = walking();
      expect(add(2.5 + ODD, WEAK)).toEqual([]);
      expect(add(2.5 + ODD + 0.5, next)).toEqual([2.5 + ODD, 2.5 + ODD + 0.5]);
      expect(add(2.5 + ODD + 1, WEAK)).toEqual([2.5 + ODD + 1]);
    }
  });

  test('and another end the walk, and are held', () => {
    const { gate, add } = walking();
    expect(add(2.5 + ODD, WEAK)).toEqual([]);
    expect(add(2.5 + 2 * ODD, WEAK)).toEqual([]);
    expect([gate.walking, gate.pending]).toEqual([false, 2]);
  });

  test('counts once hindsight sees it, and not where hindsight does not', () => {
    const seen = walking();
    seen.add(2.5 + ODD, WEAK);
    expect(see(seen.gate, [2.5])).toEqual([]);
    expect(see(seen.gate, [2.5 + ODD]).map(({ timestamp }) => timestamp)).toEqual([2.5 + ODD]);
    const unseen = walking();
    unseen.add(2.5 + ODD, WEAK);
    expect(unseen.gate.see(2.5 + ODD, 0.2)).toEqual([]);
    expect(unseen.gate.advance(2.5 + ODD + LONG)).toEqual([]);
    expect([unseen.gate.walking, unseen.gate.pending]).toEqual([false, 0]);
  });

  test('counts at once for a client that named a number', () => {
    const { add } = walking((cadence) => gateOf(4, cadence));
    expect(add(2.5 + ODD, WEAK)).toEqual([2.5 + ODD]);
  });
});
