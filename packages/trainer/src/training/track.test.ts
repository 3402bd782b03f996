import { describe, expect, test } from 'bun:test';
import { clockTrack } from './example-tracks.ts';
import { moveTruth, part } from './track.ts';

test('the truth moves, and the samples stay', () => {
  const unknown = [{ start: Number.NEGATIVE_INFINITY, end: 2 }];
  const track = clockTrack({ contacts: [3, 4], unknown, end: 10 });
  const before = structuredClone(track);
  moveTruth(track, -0.5);
  expect(track).toEqual({
    ...before,
    contacts: [2.5, 3.5],
    unknown: [{ start: Number.NEGATIVE_INFINITY, end: 1.5 }],
  });
  // What another track may share is not touched.
  expect(unknown).toEqual(before.unknown as typeof unknown);
});

describe('a part', () => {
  test('has the samples from its start on, and none from its end on', () => {
    const track = clockTrack({ start: 100, end: 110 });
    const { times, accel } = part(track, { start: 102, end: 103 });
    expect([times[0], times.at(-1)]).toEqual([102, 102.98]);
    expect(accel.length).toBe(3 * times.length);
    for (const [i, time] of times.entries()) expect(accel[3 * i]).toBe(time);
  });

  test('is all of it, or nothing, where the interval says so', () => {
    const track = clockTrack({ start: 100, end: 110 });
    const all = part(track, { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY });
    expect(all).toEqual({ times: track.times, accel: track.accel });
    expect(part(track, { start: 50, end: 60 }).times.length).toBe(0);
    expect(part(track, { start: 110, end: 120 }).times.length).toBe(0);
  });
});
