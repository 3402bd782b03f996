import { describe, expect, test } from 'bun:test';
import { inTurn, rest, walk } from './example-recordings.ts';
import { shorten } from './shortened-walks.ts';

const example = inTurn(
  { ...rest(4), truth: [] },
  walk({ seconds: 30, stepsPerSecond: 2, noise: 0 }),
  { ...rest(4), truth: [] },
);
const { recording, truth } = example;
const whole = { start: 0, end: recording.times.at(-1) ?? 0 };

describe('shorten', () => {
  const made = shorten(recording, { contacts: truth, unknown: [], whole });
  const contacts = made?.contacts ?? [];

  test('makes walks of a few contacts with standing between', () => {
    const lengths: number[] = [];
    for (const [i, time] of contacts.entries()) {
      if (i === 0 || time - Number(contacts[i - 1]) > 2) lengths.push(0);
      lengths[lengths.length - 1] = Number(lengths.at(-1)) + 1;
    }
    expect(lengths).toEqual([2, 4, 6, 8, 12, 20]);
  });

  test('keeps the rhythm across the cut, and the time going', () => {
    const intervals = contacts
      .slice(1)
      .map((time, i) => time - Number(contacts[i]))
      .filter((interval) => interval < 2);
    for (const interval of intervals) expect(Math.abs(interval - 0.5)).toBeLessThan(0.1);
    const { times, accel } = made?.recording ?? recording;
    expect(accel).toHaveLength(3 * times.length);
    for (let i = 1; i < times.length; i++) {
      expect(Number(times[i])).toBeGreaterThan(Number(times[i - 1]));
    }
  });

  test('leaves out an even number of contacts, so that the feet go on in turn', () => {
    const odd = truth.slice(0, -1);
    const lengths = shorten(recording, { contacts: odd, unknown: [], whole });
    expect(lengths?.contacts).toHaveLength(3 + 5 + 7 + 9 + 13 + 21);
  });

  test('needs a known beginning and end with standing around', () => {
    const unknown = [{ start: 3, end: 4 }];
    expect(shorten(recording, { contacts: truth, unknown, whole })).toBeNull();
    const tight = { start: 3.9, end: whole.end };
    expect(shorten(recording, { contacts: truth, unknown: [], whole: tight })).toBeNull();
    expect(shorten(recording, { contacts: [], unknown: [], whole })).toBeNull();
  });
});
