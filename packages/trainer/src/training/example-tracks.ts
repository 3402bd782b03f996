import fc from 'fast-check';
import type { Interval } from '../evaluation/segments.ts';
import type { Track } from './track.ts';

/** What a track of a test is; the rest has defaults. */
export interface ExampleTrack {
  readonly contacts?: readonly number[];
  readonly unknown?: readonly Interval[];
  readonly kind?: Track['kind'];
  readonly person?: string;
  /** Seconds; default: from 0 to 60. */
  readonly start?: number;
  readonly end?: number;
  /** Samples a second; default: 50. */
  readonly rate?: number;
}

/** A track of which each sample tells its own time: x is the time, y and z are 0. */
export function clockTrack(options: ExampleTrack = {}): Track {
  const { contacts = [], unknown = [], kind = 'handheld', person = 'person1' } = options;
  const { start = 0, end = 60, rate = 50 } = options;
  const times = Float64Array.from(
    { length: Math.round((end - start) * rate) },
    (_, i) => start + i / rate,
  );
  const accel = new Float64Array(3 * times.length);
  for (const [i, time] of times.entries()) accel[3 * i] = time;
  return { person, kind, times, accel, contacts, unknown };
}

/** Contacts every `interval` seconds from `from` on. */
export function contactsEvery(interval: number, count: number, from: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i * interval);
}

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Tracks of a minute or so with some walks and some stretches of which nothing is known. */
export const anyTrack: fc.Arbitrary<Track> = fc
  .record({
    start: number(-100, 1000),
    rate: fc.constantFrom(20, 25, 50, 80),
    lead: number(0.2, 8),
    intervals: fc.array(
      fc.oneof({ weight: 12, arbitrary: number(0.35, 1) }, { weight: 1, arbitrary: number(1, 8) }),
      { minLength: 1, maxLength: 80, size: 'max' },
    ),
    tail: number(0.2, 8),
    unknown: fc.array(fc.tuple(number(0, 1), number(0.01, 5)), { maxLength: 4 }),
  })
  .map(({ start, rate, lead, intervals, tail, unknown }) => {
    let time = start + lead;
    const contacts = intervals.map((interval) => {
      time += interval;
      return time;
    });
    const end = time + tail;
    return clockTrack({
      start,
      end,
      rate,
      contacts,
      unknown: unknown
        .map(([share, length]) => start + share * (end - start) - length / 2)
        .map((from, i) => ({ start: from, end: from + (unknown[i]?.[1] ?? 0) })),
    });
  });
