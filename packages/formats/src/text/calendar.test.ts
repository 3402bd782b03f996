import { describe, expect, test } from 'bun:test';
import { Calendar } from './calendar.ts';
import { cellKind } from './cell.ts';

const NOON = Date.UTC(2026, 10, 24, 12, 5, 6, 250) / 1000;

/** Unix seconds of a cell, and whether a zone stood in it. */
function read(text: string) {
  const bytes = new TextEncoder().encode(text);
  const calendar = new Calendar();
  const times = Float64Array.of(calendar.read(bytes, 0, bytes.length));
  if (!Number.isNaN(times[0] as number)) calendar.settle(times);
  return { time: times[0] as number, hasZone: calendar.hasZone };
}

describe('dates as people and programs write them, without a zone', () => {
  test.each([
    '2026-11-24 12:05:06.250',
    '20261124120506250',
    '24.11.2026 12:05:06,250',
    '24-Nov-2026 12:05:06.250',
    'Nov 24, 2026 12:05:06.250 PM',
    'November 24, 2026 12:05:06.250 PM',
    'Tue, 24 Nov 2026 12:05:06.250',
    'Tue Nov 24 12:05:06.250 2026',
    // The narrow blank that JavaScript puts before AM and PM.
    '11/24/2026, 12:05:06.250\u202fPM',
    '2026年11月24日 12:05:06.250',
    '2026年11月24日下午12时05分06.250秒',
    '2026. 11. 24. 오후 12:05:06.250',
    '24 ноября 2026 12:05:06.250',
    '24 de noviembre de 2026 12:05:06.250',
  ])('%s', (text) => {
    const { time, hasZone } = read(text);
    expect(time).toBeCloseTo(NOON, 4);
    expect(hasZone).toBe(false);
    expect(cellKind(text, false)).toBe('time');
  });
});

describe('the same with a zone', () => {
  test.each([
    ['2026-11-24T13:05:06.250+01:00[Europe/Berlin]'],
    ['20261124T120506.250Z'],
    ['Tue Nov 24 13:05:06.250 CET 2026'],
    ['Tue Nov 24 13:05:06.250 GMT+01:00 2026'],
    ['Tue Nov 24 2026 13:05:06.250 GMT+0100 (Central European Standard Time)'],
    ['Tue, 24 Nov 2026 12:05:06.250 GMT'],
    ['Nov 24, 2026 04:05:06.250 AM PST'],
  ])('%s', (text) => {
    const { time, hasZone } = read(text);
    expect(time).toBeCloseTo(NOON, 4);
    expect(hasZone).toBe(true);
  });
});

test('a zone whose letters mean several is not told', () => {
  expect(read('Tue Nov 24 12:05:06.250 IST 2026')).toEqual({ time: NOON, hasZone: false });
});

test.each(['12:05 walking', 'today', '2026-13-45 10:00:00', 'Nov 24, 2026', 'a:b', ''])(
  'what is no time is none: %s',
  (text) => {
    const bytes = new TextEncoder().encode(text);
    const isTime = !Number.isNaN(new Calendar().read(bytes, 0, bytes.length));
    expect(isTime && cellKind(text, false) === 'time' && text.includes(':')).toBe(false);
  },
);
