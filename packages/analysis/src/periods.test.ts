import { describe, expect, test } from 'bun:test';
import { findTimeZone, formatMinute, UTC } from '@stepstream/calendar';
import { zoneOf } from '@stepstream/calendar/testing';
import fc from 'fast-check';
import { PERIOD_LENGTHS, type Period, stepsPer } from './periods.ts';
import { RecordingMeter } from './recording-meter.ts';

const at = (...times: number[]) => times.map((timestamp) => ({ timestamp }));
const berlin = zoneOf('Europe/Berlin');
const unix = (text: string) => Date.parse(text) / 1000;
const hours = (period: Period) => (period.end - period.start) / 3600;

describe('without a date', () => {
  test('periods are counted from the first sample on', () => {
    const counted = { steps: at(10, 69.9, 70, 190), stretches: [{ start: 10, end: 200 }] };
    expect(stepsPer('minute', counted, { startedAt: null, zone: UTC })).toEqual([
      { start: 10, end: 70, steps: 2, coveredSeconds: 60 },
      { start: 70, end: 130, steps: 1, coveredSeconds: 60 },
      { start: 130, end: 190, steps: 0, coveredSeconds: 60 },
      { start: 190, end: 250, steps: 1, coveredSeconds: 10 },
    ]);
  });

  test('a period of which nothing is known is left out', () => {
    const stretches = [
      { start: 0, end: 30 },
      { start: 300, end: 330 },
    ];
    const periods = stepsPer('minute', { steps: [], stretches }, { startedAt: null, zone: UTC });
    expect(periods.map(({ start, coveredSeconds }) => [start, coveredSeconds])).toEqual([
      [0, 30],
      [300, 30],
    ]);
  });
});

describe('with a date', () => {
  const perDay = (from: string, to: string, zone = berlin) =>
    stepsPer(
      'day',
      { steps: [], stretches: [{ start: 0, end: unix(to) - unix(from) }] },
      { startedAt: unix(from), zone },
    );

  test('days have 23, 24 and 25 hours, as clocks are moved', () => {
    const spring = perDay('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z');
    expect(spring.map(hours)).toEqual([24, 23, 24]);
    expect(spring.map(({ coveredSeconds }) => coveredSeconds / 3600)).toEqual([11, 23, 14]);
    const autumn = perDay('2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z');
    expect(autumn.map(hours)).toEqual([24, 25, 24]);
  });

  test('the hour that comes twice is two', () => {
    const startedAt = unix('2026-10-25T00:00:00Z');
    const steps = at(1800, 3600 + 1800);
    const stretches = [{ start: 0, end: 7200 - 1 }];
    const periods = stepsPer('hour', { steps, stretches }, { startedAt, zone: berlin });
    const names = periods.map(({ start }) => formatMinute(berlin, (startedAt + start) / 60));
    expect(names).toEqual(['2026-10-25T02:00:00+02:00', '2026-10-25T02:00:00+01:00']);
    expect(periods.map((period) => period.steps)).toEqual([1, 1]);
  });

  test('minutes begin on the minute, not with the recording', () => {
    const startedAt = unix('2026-05-05T10:00:40Z');
    const counted = { steps: at(5, 25), stretches: [{ start: 0, end: 30 }] };
    expect(stepsPer('minute', counted, { startedAt, zone: UTC })).toEqual([
      { start: -40, end: 20, steps: 1, coveredSeconds: 20 },
      { start: 20, end: 80, steps: 1, coveredSeconds: 10 },
    ]);
  });
});

test('periods of any length hold all steps and all that samples cover, once', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'America/St_Johns',
  ];
  const startedAt = fc.option(fc.double({ min: 1.6e9, max: 1.8e9, noNaN: true }));
  const gap = fc.oneof(
    fc.double({ min: 0.01, max: 1.9, noNaN: true }),
    fc.double({ min: -50, max: 200_000, noNaN: true }),
  );
  fc.assert(
    fc.property(
      startedAt,
      fc.constantFrom(...zones),
      fc.constantFrom(...PERIOD_LENGTHS),
      fc.array(gap, { minLength: 1, maxLength: 40 }),
      (start, name, length, gaps) => {
        let time = 100;
        const times = Float64Array.from(gaps, (one) => {
          time += one;
          return time;
        });
        const steps = [...times].filter((_, i) => i % 3 === 0);
        const meter = new RecordingMeter();
        meter.push({ times, accel: new Float64Array(3 * times.length) });
        const { stretches } = meter;
        const zone = findTimeZone(name) ?? UTC;
        const clock = { startedAt: start, zone };
        const periods = stepsPer(length, { steps: at(...steps), stretches }, clock);
        const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
        expect(sum(periods.map((one) => one.steps))).toBe(steps.length);
        const covered = sum(stretches.map((one) => one.end - one.start));
        expect(sum(periods.map((one) => one.coveredSeconds))).toBeCloseTo(covered, 3);
        for (const [i, one] of periods.entries()) {
          expect(one.start).toBeGreaterThanOrEqual((periods[i - 1]?.end ?? -Infinity) - 1e-4);
        }
      },
    ),
  );
});
