import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { formatClockTime, formatInstant } from './local-time.ts';
import { findTimeZone, UTC } from './time-zone.ts';

const BERLIN = findTimeZone('Europe/Berlin') ?? UTC;

test('the offset is told where clocks show a time twice, and only there', () => {
  const times = ['2026-10-24T23:30', '2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00'];
  const shown = times.map((time) => formatClockTime(BERLIN, Date.parse(`${time}:00Z`) / 1000));
  expect(shown).toEqual([
    '2026-10-25 01:30:00',
    '2026-10-25 02:00:00+02:00',
    '2026-10-25 02:00:00+01:00',
    '2026-10-25 03:00:00',
  ]);
});

test('no two seconds look the same', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata'];
  const year = fc.integer({ min: 1_767_225_600, max: 1_798_761_600 });
  fc.assert(
    fc.property(fc.constantFrom(...zones), year, (name, seconds) => {
      const zone = findTimeZone(name) ?? UTC;
      const here = formatClockTime(zone, seconds);
      expect(formatInstant(zone, seconds).replace('T', ' ')).toStartWith(here.slice(0, 19));
      for (const apart of [-3600, -1800, 1800, 3600]) {
        expect(formatClockTime(zone, seconds + apart)).not.toBe(here);
      }
    }),
  );
});
