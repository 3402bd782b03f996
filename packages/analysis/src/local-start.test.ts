import { expect, test } from 'bun:test';
import { findTimeZone, formatInstant, UTC } from '@stepstream/calendar';
import type { LoadedRecording } from '@stepstream/formats/browser';
import { onClockOf } from './local-start.ts';
import { RecordingCounter } from './recording-counter.ts';

const source: LoadedRecording['source'] = {
  format: 'table',
  accelUnit: 'm/s^2',
  gyroUnit: null,
  timeUnit: 'calendar',
  gravity: 'included',
  startedAt: 0,
  isLocal: true,
  notes: [],
};

/** What is counted in a second that begins when clocks show this. */
function counted(shown: string, isLocal = true) {
  const first = Date.parse(`${shown}Z`) / 1000;
  const counter = new RecordingCounter();
  counter.push({
    times: Float64Array.from({ length: 50 }, (_, i) => first + i / 50),
    accel: new Float64Array(150).fill(5.66),
  });
  return counter.finish({ file: 'walk.csv', source: { ...source, isLocal } });
}

test.each([
  ['Europe/Berlin', '2026-11-24T10:00:00', '+01:00'],
  ['Europe/Berlin', '2026-07-24T23:59:59', '+02:00'],
  // Clocks show it twice: the first is meant.
  ['Europe/Berlin', '2026-10-25T02:30:00', '+02:00'],
  ['America/St_Johns', '2026-01-01T00:00:00', '-03:30'],
  ['+05:30', '2026-01-01T00:00:00', '+05:30'],
  ['UTC', '2026-01-01T00:00:00', '+00:00'],
])('in %s, %s is shown as it was written', (name, shown, offset) => {
  const zone = findTimeZone(name) ?? UTC;
  const { startedAt, stretches } = onClockOf(counted(shown), zone);
  const first = (startedAt ?? Number.NaN) + (stretches[0]?.start ?? Number.NaN);
  expect(formatInstant(zone, first)).toBe(`${shown}.000${offset}`);
});

test('times with a zone stay', () => {
  const count = counted('2026-11-24T10:00:00', false);
  expect(onClockOf(count, findTimeZone('Asia/Tokyo') ?? UTC)).toBe(count);
});
