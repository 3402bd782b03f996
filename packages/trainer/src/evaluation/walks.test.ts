import { describe, expect, test } from 'bun:test';
import { contacts } from './example-observations.ts';
import { walksOf } from './walks.ts';

const whole = { start: 0, end: 60 };

describe('walksOf', () => {
  test('a walk is over if no contact follows within two seconds', () => {
    const truth = [...contacts(5, 0.6, 10), ...contacts(3, 2, 20), ...contacts(2, 0.5, 40)];
    expect(walksOf(truth, { whole, unknown: [] })).toEqual([
      { from: 0, to: 5, begins: true, ends: true },
      { from: 5, to: 8, begins: true, ends: true },
      { from: 8, to: 10, begins: true, ends: true },
    ]);
  });

  test('is cut by what is not known beside it, not by what lies in it or far from it', () => {
    const truth = [...contacts(5, 0.5, 10), ...contacts(5, 0.5, 20)];
    const unknown = [
      { start: 8, end: 9.7 },
      { start: 11.1, end: 11.4 },
      { start: 13.5, end: 18 },
    ];
    expect(walksOf(truth, { whole, unknown })).toEqual([
      { from: 0, to: 5, begins: false, ends: true },
      { from: 5, to: 10, begins: true, ends: true },
    ]);
  });

  test('is cut by the ends of the recording', () => {
    const truth = contacts(5, 0.5, 0.5);
    expect(walksOf(truth, { whole: { start: 0, end: 3.2 }, unknown: [] })).toEqual([
      { from: 0, to: 5, begins: false, ends: false },
    ]);
  });

  test('nobody walks without a contact', () => {
    expect(walksOf([], { whole, unknown: [] })).toEqual([]);
  });
});
