import { CLASSIC, StepDetector } from '@stepstream/detector';
import { type Recording, readSteps, stepsPathFor } from '@stepstream/formats';
import type { RecordingMeta } from '../evaluation/datasets.ts';
import type { LazyRecording } from '../evaluation/load.ts';
import { groupBy } from '../evaluation/observe.ts';
import { estimateOffset } from '../evaluation/offset.ts';
import { runDetector } from '../evaluation/run-detector.ts';
import { type Interval, type Segment, segmentsOf } from '../evaluation/segments.ts';
import { cleanFootSwitches } from './foot-switches.ts';
import { landingsFromRhythm } from './wrist-rhythm.ts';

/** A landing to learn from. */
export interface Landing {
  /** Moment of the contact on the sensor's clock, in seconds. */
  time: number;
  /** 0 or 1 for the two feet of a recording; null where the foot is not known. */
  readonly side: 0 | 1 | null;
}

/** A recording as training sees it: samples at no more than 100 Hz, and what is known of them. */
export interface Track {
  readonly meta: RecordingMeta;
  /** Seconds, ascending, length n. */
  readonly times: Float64Array;
  /** m/s², x y z interleaved, length 3n. */
  readonly accel: Float64Array;
  /** Landings, in order of time. */
  landings: Landing[];
  /** Stretches that teach nothing: landings may be missing there, or nothing is known. */
  unknown: Interval[];
  /** Which share of the training it belongs to. */
  readonly kind: 'handheld' | 'phones' | 'wrist' | 'rest' | 'transitions';
}

/** Faster devices are averaged down to this, in Hz: training need not read each of 400 samples. */
const BASE_RATE = 100;
/** Activities of the `daily` set that teach: no foot lands in them. */
const RESTING = new Set(['seated', 'standing_up', 'sitting_down']);

/** Reads all recordings and prepares what is known of them. */
export async function buildCorpus(recordings: readonly LazyRecording[]): Promise<Track[]> {
  const tracks: Track[] = [];
  for (const { meta, recording: read } of recordings) {
    const recording = await read();
    tracks.push({ ...thinned(recording), ...(await knowledgeOf(meta, recording)), meta });
  }
  setClocks(tracks);
  return tracks;
}

async function knowledgeOf(
  meta: RecordingMeta,
  recording: Recording,
): Promise<Pick<Track, 'landings' | 'unknown' | 'kind'>> {
  const all: Interval = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY };
  switch (meta.set) {
    case 'handheld':
    case 'phones': {
      const steps = await readSteps(stepsPathFor(meta.path));
      const clean = meta.set === 'phones' ? cleanFootSwitches(steps) : null;
      const landings = clean?.landings ?? steps;
      const feet = [...new Set(landings.map(({ foot }) => foot))].sort();
      return {
        kind: meta.set,
        unknown: [...(clean?.doubtful ?? [])],
        landings: landings.map(({ timestamp, foot }) => ({
          time: timestamp,
          side: feet.length === 2 ? (feet.indexOf(foot) as 0 | 1) : null,
        })),
      };
    }
    case 'daily': {
      const moving = segmentsOf(recording).filter(({ activity }) => !RESTING.has(activity));
      return { kind: 'transitions', landings: [], unknown: merged(moving) };
    }
    case 'watch': {
      if (meta.activity === 'sitting' || meta.activity === 'standing') {
        return { kind: 'rest', landings: [], unknown: [] };
      }
      const { landings, known } = landingsFromRhythm(recording.times, recording.accel);
      return {
        kind: 'wrist',
        landings: landings.map((time) => ({ time, side: null })),
        unknown: complement(known, all),
      };
    }
  }
}

/** Foot switches have a clock of their own; this moves their landings onto the sensor's. */
function setClocks(tracks: readonly Track[]): void {
  const phones = tracks.filter(({ kind }) => kind === 'phones');
  const groups = groupBy(phones, ({ meta }) =>
    meta.set === 'phones' ? `${meta.person} ${meta.phone}` : '',
  );
  for (const group of groups.values()) {
    const { offset } = estimateOffset(
      group.map((track) => ({
        truth: track.landings.map(({ time }) => time),
        detected: runDetector(new StepDetector({ model: CLASSIC }), {
          ...track,
          gyro: null,
          activity: null,
        }).map(({ timestamp }) => timestamp),
      })),
    );
    for (const track of group) {
      for (const landing of track.landings) landing.time += offset;
      track.unknown = track.unknown.map(({ start, end }) => ({
        start: start + offset,
        end: end + offset,
      }));
    }
  }
}

/** The samples at no more than {@link BASE_RATE}, each the mean of those it stands for. */
function thinned({ times, accel }: Recording): Pick<Track, 'times' | 'accel'> {
  const duration = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const together = Math.round(times.length / duration / BASE_RATE);
  if (together < 2) return { times, accel };
  const count = Math.floor(times.length / together);
  const mean = (values: Float64Array, i: number, width: number, axis: number) => {
    let sum = 0;
    for (let k = 0; k < together; k++) sum += values[(i * together + k) * width + axis] as number;
    return sum / together;
  };
  return {
    times: Float64Array.from({ length: count }, (_, i) => mean(times, i, 1, 0)),
    accel: Float64Array.from({ length: 3 * count }, (_, i) =>
      mean(accel, Math.floor(i / 3), 3, i % 3),
    ),
  };
}

function merged(segments: readonly Segment[]): Interval[] {
  return segments.map(({ start, end }) => ({ start, end }));
}

/** What of `all` lies in none of the intervals, which may overlap but are in order. */
function complement(intervals: readonly Interval[], all: Interval): Interval[] {
  const rest: Interval[] = [];
  let { start } = all;
  for (const interval of intervals) {
    if (interval.start > start + 1e-6) rest.push({ start, end: interval.start });
    start = Math.max(start, interval.end);
  }
  rest.push({ start, end: all.end });
  return rest;
}
