import { describe, expect, test } from 'bun:test';
import { formatMinute } from '@stepstream/calendar';
import { utc, zoneOf } from '@stepstream/calendar/testing';
import fc from 'fast-check';
import { ParameterError } from './parameter-error.ts';
import { readTime } from './read-time.ts';
import { readStepsQuery } from './steps-page.ts';
import { parametersOf } from './testing/walks.ts';

const NOW = Date.parse('2026-10-25T14:30:10Z');
const berlin = zoneOf('Europe/Berlin');

describe('a time', () => {
  const times: readonly (readonly [string, string])[] = [
    ['2026-10-25', '2026-10-24T22:00'],
    ['2026-10-26', '2026-10-25T23:00'],
    ['2026-10-25T14:30', '2026-10-25T13:30'],
    ['2026-10-25T14:30:00.123', '2026-10-25T13:30'],
    // Clocks show it twice: the first time is meant.
    ['2026-10-25T02:30', '2026-10-25T00:30'],
    // Clocks skip it: half an hour after two, as they would have been.
    ['2026-03-29T02:30', '2026-03-29T01:30'],
    ['2026-10-25T14:30:00Z', '2026-10-25T14:30'],
    ['2026-10-25T14:30:00-03:30', '2026-10-25T18:00'],
    ['2026-10-25T14:30:00+0200', '2026-10-25T12:30'],
    // An address without escapes.
    ['2026-10-25T14:30:00 02:00', '2026-10-25T12:30'],
    ['1792938600', '2026-10-25T14:30'],
    ['1792938600.9', '2026-10-25T14:30'],
  ];
  test.each(times)('%s in Berlin is %s in UTC', (text, expected) => {
    expect((readTime(text, berlin) ?? 0) / 60).toBe(utc(expected));
  });

  const wrong = [
    '',
    'today',
    '2026-02-30',
    '2026-13-01',
    '2026-1-1',
    '2026-10-25T24:00',
    '2026-10-25T12:60',
    '2026-10-25T12:00+25:00',
    '2026-10-25T12',
    '1792938600000',
    '-1',
    '1e9',
    'Infinity',
  ];
  test.each(wrong)('%p is none', (text) => {
    expect(readTime(text, berlin)).toBeUndefined();
  });

  test('is read back as it was written, in any zone', () => {
    const anyZone = fc.constantFrom('Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(anyZone, fc.integer({ min: 0, max: 60_000_000 }), (name, minute) => {
        const zone = zoneOf(name);
        expect(readTime(formatMinute(zone, minute), zone)).toBe(minute * 60);
      }),
    );
  });
});

test('a range that begins or ends within a minute holds all of it', () => {
  const query = readStepsQuery(parametersOf('start=90&end=181'), NOW);
  expect([query.start, query.end]).toEqual([1, 4]);
});

test('an offset is a zone, also where its plus was not escaped', () => {
  for (const text of ['%2B05:30', '+05:30']) {
    const { zone } = readStepsQuery(parametersOf(`time_zone=${text}`), NOW);
    expect(zone.offsetAt(0)).toBe(19_800);
  }
});

describe('a parameter that cannot be used is named, with a code', () => {
  const wrong: readonly (readonly [string, string, string])[] = [
    ['start=yesterday', 'invalid_time', 'start'],
    ['end=1792938600000', 'invalid_time', 'end'],
    ['start=9999-01-01', 'invalid_time', 'start'],
    ['start=1969-12-31', 'invalid_time', 'start'],
    ['start=2026-10-26&end=2026-10-25', 'invalid_range', 'end'],
    ['start=2026-10-25&end=2026-10-25', 'invalid_range', 'end'],
    ['start=2030-01-01', 'invalid_range', 'end'],
    ['start=1990-01-01', 'invalid_range', 'end'],
    ['bucket=1w', 'invalid_bucket', 'bucket'],
    ['bucket=', 'invalid_bucket', 'bucket'],
    ['time_zone=Mars/Olympus', 'invalid_time_zone', 'time_zone'],
    ['time_zone=', 'invalid_time_zone', 'time_zone'],
    ['fill=none', 'invalid_fill', 'fill'],
    ['limit=0', 'invalid_limit', 'limit'],
    ['limit=5001', 'invalid_limit', 'limit'],
    ['limit=ten', 'invalid_limit', 'limit'],
    ['cursor=', 'invalid_cursor', 'cursor'],
    ['cursor=1.2', 'invalid_cursor', 'cursor'],
    ['cursor=5.9.4', 'invalid_cursor', 'cursor'],
    ['cursor=zzzzzy.zzzzzz.zzzzzy', 'invalid_cursor', 'cursor'],
    ['cursor=0.zzzzz.0', 'invalid_range', 'end'],
  ];
  test.each(wrong)('%s', (text, code, parameter) => {
    expect(() => readStepsQuery(parametersOf(text), NOW)).toThrow(ParameterError);
    try {
      readStepsQuery(parametersOf(text), NOW);
    } catch (error) {
      expect(error).toMatchObject({ code, parameter });
    }
  });

  test('whatever the text is, nothing else is thrown', () => {
    const anyText = fc.oneof(fc.string(), fc.stringMatching(/^[0-9TZ:+. -]{0,30}$/));
    const names = ['start', 'end', 'bucket', 'time_zone', 'fill', 'limit', 'cursor'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), anyText), (texts) => {
        try {
          const query = readStepsQuery({ get: (name) => texts[name] }, NOW);
          expect(query.start).toBeLessThan(query.end);
        } catch (error) {
          expect(error).toBeInstanceOf(ParameterError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
