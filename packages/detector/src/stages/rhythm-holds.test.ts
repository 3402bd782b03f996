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
  timesOf,
  UNLIKELY,
  UNSURE,
} from '../testing/rhythm-gates.ts';
import { DEFAULT_CONFIRM_AFTER } from './rhythm.ts';

test('the usual number is what is told, and four in rhythm confirm together', () => {
  const gate = createGate();
  expect(gate.confirmAfter).toBe(DEFAULT_CONFIRM_AFTER);
  expect(add(gate, [0, 0.5, 1])).toEqual([]);
  expect(gate.pending).toBe(3);
  const steps = gate.add(1.5, 0.9);
  expect(timesOf(steps)).toEqual([0, 0.5, 1, 1.5]);
  expect(feetOf(steps)).toEqual(['start', 'end', 'start', 'end']);
  expect(feetOf(add(gate, [2, 2.5]))).toEqual(['start', 'end']);
});

test('four that are improbable or out of rhythm don’t', () => {
  expect(add(createGate(), everyHalfSecond(4), 0.4)).toEqual([]);
  expect(add(createGate(), [0, 0.4, 1.4, 1.8])).toEqual([]);
});

describe('a hold that ends', () => {
  test('with three contacts that hindsight saw is a walk', () => {
    const gate = createGate();
    const times = everyHalfSecond(3);
    expect(add(gate, times)).toEqual([]);
    expect(see(gate, times)).toEqual([]);
    const steps = gate.advance(1.5 + LONG);
    expect(timesOf(steps)).toEqual(times);
    expect(feetOf(steps)).toEqual(['start', 'end', 'start']);
    expect([gate.walking, gate.inStep, gate.pending]).toEqual([false, false, 0]);
  });

  test('with two is too short for a walk', () => {
    const gate = createGate();
    add(gate, [0, 0.5]);
    see(gate, [0, 0.5]);
    expect(gate.advance(LONG)).toEqual([]);
    expect(gate.pending).toBe(0);
  });

  test('counts when the next contact comes, too, which begins anew', () => {
    const gate = createGate();
    add(gate, [0, 0.5, 1]);
    see(gate, [0, 0.5, 1]);
    expect(timesOf(gate.add(LONG, 0.9))).toEqual([0, 0.5, 1]);
    expect(gate.pending).toBe(1);
    expect(gate.nextFoot).toBe('end');
  });

  test('is dropped for good where hindsight saw none of it, or a single one', () => {
    for (const seen of [[], [0.5]]) {
      const gate = createGate();
      add(gate, [0, 0.5, 1]);
      see(gate, seen);
      expect(gate.advance(LONG)).toEqual([]);
      expect(gate.pending).toBe(0);
      expect(see(gate, [1])).toEqual([]);
      expect(gate.advance(2 * LONG)).toEqual([]);
    }
  });

  test('loses those of its contacts that hindsight did not see', () => {
    const gate = createGate();
    // Out of rhythm, so that four of them are no walk yet.
    add(gate, [0, 0.4, 1.4, 1.8]);
    see(gate, [0.02, 1.43, 1.8]);
    const steps = gate.advance(LONG);
    // The times are those of the first opinion, and so are the probabilities.
    expect(steps).toEqual([
      { timestamp: 0, foot: 'start', confidence: 0.9 },
      { timestamp: 1.4, foot: 'end', confidence: 0.9 },
      { timestamp: 1.8, foot: 'start', confidence: 0.9 },
    ]);
  });

  test('is dropped where hindsight is not sure of it', () => {
    const gate = createGate();
    add(gate, [0, 0.5, 1]);
    see(gate, [0, 0.5, 1], UNSURE);
    expect(gate.advance(LONG)).toEqual([]);
    expect([gate.pending, gate.walking]).toEqual([0, false]);
  });

  test('counts likewise at the end of the stream', () => {
    for (const [probability, steps] of [
      [SURE, 3],
      [UNSURE, 0],
    ] as const) {
      const gate = createGate();
      add(gate, [0, 0.5, 1]);
      see(gate, [0, 0.5, 1], probability);
      expect(gate.end().length).toBe(steps);
      expect([gate.walking, gate.inStep, gate.pending]).toEqual([false, false, 0]);
      expect(gate.end()).toEqual([]);
    }
  });

  test('has contacts that only hindsight found, in their places', () => {
    const gate = createGate();
    add(gate, [0.5, 1]);
    see(gate, [0, 0.5, 1, 1.5]);
    // Four that hindsight is sure of need not wait for the end.
    expect(gate.walking).toBe(true);

    const short = createGate();
    add(short, [0.6, 1.2]);
    expect(see(short, [0, 0.6, 1.2])).toEqual([]);
    expect(timesOf(short.advance(LONG))).toEqual([0, 0.6, 1.2]);
  });

  test('has none that only hindsight found, and takes for unlikely', () => {
    const gate = createGate();
    add(gate, [0.6]);
    expect(see(gate, [0], UNLIKELY)).toEqual([]);
    expect(gate.pending).toBe(1);
  });

  test('holds what only hindsight found, though it is not sure, until another walk confirms it', () => {
    const beforeFour = createGate();
    see(beforeFour, [0], UNSURE);
    expect(timesOf(add(beforeFour, [0.5, 1, 1.5, 2]))).toEqual([0, 0.5, 1, 1.5, 2]);

    const short = createGate();
    see(short, [0], UNSURE);
    add(short, [0.6, 1, 2], 0.3);
    expect(short.pending).toBe(4);
    see(short, [0.6, 1, 2]);
    expect(timesOf(short.advance(LONG))).toEqual([0.6, 1, 2]);
  });

  test('does not have one twice that hindsight saw a little earlier or later', () => {
    for (const off of [-0.1, 0.1]) {
      const gate = createGate();
      add(gate, [0, 0.5, 1]);
      see(gate, [off, 0.5 + off, 1 + off]);
      expect(gate.pending).toBe(3);
      expect(timesOf(gate.advance(LONG))).toEqual([0, 0.5, 1]);
    }
  });
});

describe('before a walk is confirmed', () => {
  test('four that hindsight saw need no rhythm, nor any first opinion', () => {
    const gate = createGate();
    add(gate, [0, 0.4, 1.4], 0.3);
    expect(see(gate, [0, 0.4, 1.4])).toEqual([]);
    expect(timesOf(see(gate, [1.8]))).toEqual([0, 0.4, 1.4, 1.8]);
    expect(gate.walking).toBe(true);
  });

  test('four in rhythm count, though hindsight has spoken of them and saw nothing', () => {
    const gate = createGate();
    add(gate, [0, 0.5, 1]);
    gate.look(1.4);
    expect(timesOf(gate.add(1.5, 0.9))).toEqual([0, 0.5, 1, 1.5]);
  });

  test('what was held before them counts, but for what hindsight has spoken of and is not sure', () => {
    for (const [seen, before] of [
      [[], []],
      [[0], [0]],
      [
        [0, 0.9],
        [0, 0.9],
      ],
    ] as const) {
      const gate = createGate();
      // Out of rhythm with the four that follow.
      add(gate, [0, 0.9, 1.2, 1.7, 2.2]);
      see(gate, seen);
      gate.look(1.15);
      expect(timesOf(gate.add(2.7, 0.9))).toEqual([...before, 1.2, 1.7, 2.2, 2.7]);
    }
    const unheard = createGate();
    add(unheard, [0, 0.9, 1.2, 1.7, 2.2]);
    expect(unheard.add(2.7, 0.9).length).toBe(6);
  });
});

describe('whoever names a number', () => {
  const named = () => gateOf(4);

  test('gets no walk of fewer, whatever hindsight sees', () => {
    const gate = named();
    add(gate, [0, 0.5, 1]);
    expect(see(gate, [0, 0.5, 1, 1.5, 2])).toEqual([]);
    expect(gate.pending).toBe(3);
    expect(gate.advance(LONG)).toEqual([]);
  });

  test('gets every walk of so many, whether or not hindsight sees it', () => {
    const gate = named();
    add(gate, [0, 0.5, 1]);
    gate.look(1.4);
    expect(gate.add(1.5, 0.9).length).toBe(4);
    gate.look(LONG);
    expect(gate.walking).toBe(true);
  });

  test('later changes the rules from the next contact on, and they stay changed', () => {
    const gate = createGate();
    expect(gate.namedNumber).toBeNull();
    add(gate, [0, 0.5]);
    see(gate, [0, 0.5]);
    gate.confirmAfter = 3;
    expect([gate.confirmAfter, gate.namedNumber]).toEqual([3, 3]);
    expect(gate.advance(LONG)).toEqual([]);
    expect(add(gate, [10, 10.5, 11]).length).toBe(3);
  });
});
