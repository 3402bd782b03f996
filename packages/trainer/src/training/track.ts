import type { RecordingMeta } from '../evaluation/datasets.ts';
import type { Interval } from '../evaluation/segments.ts';
import { indexAt, type Samples } from '../frames.ts';

/** What a track teaches; each kind has its share in a batch. */
export const TRACK_KINDS = [
  'handheld',
  'phones',
  'pockets',
  'sports',
  'rhythm',
  'synthetic',
  'rest',
  'hands',
  'machines',
  'transitions',
  'disturbances',
  'smooth',
] as const;
export type TrackKind = (typeof TRACK_KINDS)[number];

/** A recording, or a stretch of one, as training sees it. */
export interface Track extends Samples {
  /** Who moved: people are kept apart. Empty where nobody did. */
  readonly person: string;
  /** Which recordings' clock it is on; see `clocks.ts`. */
  readonly meta?: RecordingMeta;
  /** Moments of the contacts on the sensor's clock, in seconds, in order. */
  contacts: readonly number[];
  /** Stretches that teach nothing: contacts may be missing there, or nothing is known. */
  unknown: readonly Interval[];
  readonly kind: TrackKind;
}

/** The track with its contacts and unknown stretches moved by so many seconds. */
export function moveTruth(track: Track, seconds: number): void {
  track.contacts = track.contacts.map((time) => time + seconds);
  track.unknown = track.unknown.map(({ start, end }) => ({
    start: start + seconds,
    end: end + seconds,
  }));
}

/** The samples between two times, in seconds. */
export function part(track: Samples, { start, end }: Interval): Samples {
  const first = indexAt(track.times, start);
  const last = indexAt(track.times, end);
  return {
    times: track.times.subarray(first, last),
    accel: track.accel.subarray(3 * first, 3 * last),
  };
}
