import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { boundariesFrom, bucketEnd, bucketStart, bucketStarts } from './buckets.ts';
import { formatMinute, instantOf, startOfDate } from './local-time.ts';
import { temporal, utc, zoneOf } from './testing/calendar.ts';
import type { TimeZone } from './time-zone.ts';

/** Zones with something odd about them, and what it is. */
const ODD_ZONES = [
  'UTC',
  'Europe/Berlin', // clocks are moved by an hour
  'America/Sao_Paulo', // moved at midnight, until 2019
  'America/St_Johns', // a half hour off; put back over midnight, until 2011
  'America/Havana', // moved at midnight
  'Asia/Kolkata', // a half hour off
  'Asia/Kathmandu', // three quarters off
  'Australia/Lord_Howe', // moved by half an hour
  'Pacific/Apia', // had no 30 December 2011
  'Pacific/Chatham', // three quarters off, and moved
  'Africa/Casablanca', // moved in Ramadan
  'Asia/Gaza',
  'Antarctica/Troll', // moved by two hours
];
const anyZone = fc.constantFrom(...ODD_ZONES);
const anyMinute = fc.integer({ min: utc('1973-01-01'), max: utc('2037-01-01') });

const dateOf = (zone: TimeZone, minute: number) => formatMinute(zone, minute).slice(0, 10);

/** A year's local days, in hours. */
function dayLengths(zone: string, from: string, to: string): number[] {
  const starts = [...bucketStarts(zoneOf(zone), '1d', utc(from), utc(to))];
  return starts.slice(1).map((start, i) => (start - (starts[i] ?? 0)) / 60);
}

describe('a local day', () => {
  test('has 23 hours in spring, 25 in autumn, and 24 else', () => {
    const lengths = dayLengths('Europe/Berlin', '2025-12-31T12:00', '2027-01-01T12:00');
    expect(lengths).toHaveLength(365);
    expect(lengths.filter((hours) => hours === 23)).toHaveLength(1);
    expect(lengths.filter((hours) => hours === 25)).toHaveLength(1);
    expect(lengths.indexOf(23)).toBe(87); // 29 March
    expect(lengths.indexOf(25)).toBe(297); // 25 October
  });

  test('begins at a quarter of an hour of UTC where the zone has one', () => {
    const [start = 0] = bucketStarts(
      zoneOf('Asia/Kathmandu'),
      '1d',
      utc('2026-05-01'),
      utc('2026-05-02'),
    );
    expect(start).toBe(utc('2026-05-01T18:15'));
    expect(formatMinute(zoneOf('Asia/Kathmandu'), start)).toBe('2026-05-02T00:00:00+05:45');
  });

  test('is half an hour longer or shorter where clocks are moved by that', () => {
    const lengths = dayLengths('Australia/Lord_Howe', '2026-01-01', '2027-01-01');
    expect(new Set(lengths)).toEqual(new Set([23.5, 24, 24.5]));
  });

  test('is not there where a zone has skipped its date', () => {
    const zone = zoneOf('Pacific/Apia');
    const starts = [...bucketStarts(zone, '1d', utc('2011-12-29'), utc('2012-01-01'))];
    expect(starts.map((start) => formatMinute(zone, start).slice(0, 10))).toEqual([
      '2011-12-29',
      '2011-12-31',
      '2012-01-01',
    ]);
    expect(startOfDate(zone, utc('2011-12-30'))).toBe(startOfDate(zone, utc('2011-12-31')));
  });

  test('begins at one where clocks skip midnight', () => {
    const zone = zoneOf('America/Sao_Paulo');
    expect(formatMinute(zone, startOfDate(zone, utc('2018-11-04')))).toBe(
      '2018-11-04T01:00:00-02:00',
    );
  });

  test('begins once where clocks are put back over midnight', () => {
    const zone = zoneOf('America/St_Johns');
    const starts = [...bucketStarts(zone, '1d', utc('2009-10-31T12:00'), utc('2009-11-03T12:00'))];
    expect(starts.map((start) => formatMinute(zone, start))).toEqual([
      '2009-11-01T00:00:00-02:30',
      '2009-11-02T00:00:00-03:30',
      '2009-11-03T00:00:00-03:30',
    ]);
  });

  test('begins with a whole minute where the offset was none', () => {
    const zone = zoneOf('Africa/Monrovia');
    const [start = 0] = bucketStarts(zone, '1d', utc('1971-06-01'), utc('1971-06-02'));
    expect(start).toBe(utc('1971-06-01T00:45'));
  });
});

describe('an hour', () => {
  test('that clocks show twice is two buckets', () => {
    const zone = zoneOf('Europe/Berlin');
    const range = { start: utc('2026-10-25T00:00'), end: utc('2026-10-25T02:00') };
    expect(boundariesFrom(zone, '1h', range, 9).map((one) => formatMinute(zone, one))).toEqual([
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:00:00+01:00',
      '2026-10-25T03:00:00+01:00',
    ]);
  });

  test('ends early where clocks are moved by half of it', () => {
    const zone = zoneOf('Australia/Lord_Howe');
    const range = { start: utc('2026-04-04T14:00'), end: utc('2026-04-04T16:30') };
    expect(boundariesFrom(zone, '1h', range, 9).map((one) => formatMinute(zone, one))).toEqual([
      '2026-04-05T01:00:00+11:00',
      '2026-04-05T01:30:00+10:30',
      '2026-04-05T02:00:00+10:30',
      '2026-04-05T03:00:00+10:30',
    ]);
  });
});

test('buckets lie one beside another, whatever the zone, the length and the range', () => {
  const anyLength = fc.constantFrom('1m', '15m', '1h', '1d');
  fc.assert(
    fc.property(anyZone, anyLength, anyMinute, fc.nat(9000), (name, length, start, size) => {
      const zone = zoneOf(name);
      const range = { start, end: start + size + 1 };
      const all = boundariesFrom(zone, length, range, 10_000);
      expect(all[0]).toBe(range.start);
      expect(all.at(-1)).toBe(range.end);
      expect(all.every((one, i) => i === 0 || one > (all[i - 1] ?? 0))).toBe(true);
      // A part of the range has the same boundaries, wherever it begins.
      const middle = start + (size >> 1);
      expect([...bucketStarts(zone, length, middle + 1, range.end)]).toEqual(
        all.filter((one) => one > middle && one < range.end),
      );
      const [bucket, next] = [bucketStart(zone, length, middle), bucketEnd(zone, length, middle)];
      expect(bucket <= middle && middle < next).toBe(true);
      expect([...bucketStarts(zone, length, bucket, next)]).toEqual([bucket]);
    }),
    { numRuns: 300 },
  );
});

test('days, offsets and times are those of Temporal', () => {
  fc.assert(
    fc.property(anyZone, anyMinute, (name, minute) => {
      const zone = zoneOf(name);
      const zoned = temporal.at(minute, name);
      expect(zone.offsetAt(minute)).toBe(zoned.offsetSeconds);
      const day = bucketStart(zone, '1d', minute);
      // Clocks that are put back over midnight come to a date a second time: the next one has begun by then.
      if (day > zoned.startOfDay) expect(dateOf(zone, minute) < dateOf(zone, day)).toBe(true);
      else expect(day).toBe(zoned.startOfDay);
      const local = minute * 60 + 20_040;
      expect(instantOf(zone, local)).toBe(temporal.instantOf(local, name));
    }),
    { numRuns: 2000, examples: [['America/St_Johns', 19_902_391]] },
  );
});

test('no zone changes its offset twice within a day, so that no change is overlooked', () => {
  for (const name of Intl.supportedValuesOf('timeZone')) {
    const changes = temporal.changes(utc('1970-01-01'), utc('2038-01-01'), name);
    const pauses = changes.slice(1).map((at, i) => at - (changes[i] ?? 0));
    expect([name, pauses.filter((minutes) => minutes <= 2880)]).toEqual([name, []]);
  }
});
