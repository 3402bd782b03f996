import { matchSteps } from '@stepstream/analysis';
import type { Recording } from '@stepstream/formats';
import { offsetAt } from '../evaluation/clock-drift.ts';
import type { StreamingDetector } from '../evaluation/detector-factory.ts';
import type { LazyRecording } from '../evaluation/load.ts';
import type { Observation } from '../evaluation/observe.ts';
import { runDetector } from '../evaluation/run-detector.ts';
import { toleranceOf } from '../evaluation/tolerances.ts';
import { walkTrials } from '../evaluation/walk-trials.ts';

/** A recording is cut off after so much walking, in seconds. */
const WALKING = 7;
/** So much before the walk belongs to the piece, in seconds. */
const BEFORE = 2;
/** What is missed is looked for so far before the cut, in seconds: the look-ahead of all opinions. */
const OWED = 1.2;

/** A recording that ends in the middle of a walk, and the contacts just before its end. */
export interface CutWalk {
  readonly person: string;
  readonly recording: Recording;
  /** On the sensor's clock, in seconds: all from this long before the end of the recording. */
  readonly contacts: readonly number[];
  readonly tolerance: number;
}

/**
 * Walks of recordings with known beginnings, cut off where a stream might be.
 *
 * @param observations of the recordings, from which the clocks are known
 */
export async function cutWalks(
  recordings: readonly LazyRecording[],
  observations: readonly Observation[],
): Promise<CutWalk[]> {
  const trials = walkTrials(observations).filter(({ meta }) => meta.set !== 'sports');
  const pieces: CutWalk[] = [];
  for (const source of recordings) {
    const trial = trials.find(({ meta }) => meta === source.meta);
    if (!trial) continue;
    const { meta, truth, clock, walks } = trial;
    const onSensor = truth.map((time) => time + offsetAt(clock, time));
    const recording = await source.recording();
    for (const { from, to, begins } of walks) {
      const start = Number(onSensor[from]);
      const end = start + WALKING;
      if (!begins || Number(onSensor[to - 1]) < end) continue;
      pieces.push({
        person: meta.person,
        recording: between(recording, start - BEFORE, end),
        contacts: onSensor.slice(from, to).filter((time) => time > end - OWED && time <= end),
        tolerance: toleranceOf(meta.set),
      });
    }
  }
  return pieces;
}

/** How many of the contacts before the cut a detector never tells of, a piece; null without pieces. */
export function missedAtCuts(
  pieces: readonly CutWalk[],
  createDetector: (person: string) => StreamingDetector,
): number | null {
  if (pieces.length === 0) return null;
  const missed = pieces.reduce((sum, { person, recording, contacts, tolerance }) => {
    const found = runDetector(createDetector(person), recording).map(({ timestamp }) => timestamp);
    return sum + matchSteps(found, contacts, tolerance).fn;
  }, 0);
  return missed / pieces.length;
}

function between({ times, accel }: Recording, start: number, end: number): Recording {
  const from = times.findIndex((time) => time >= start);
  const to = times.findLastIndex((time) => time <= end) + 1;
  return {
    times: times.slice(from, to),
    accel: accel.slice(3 * from, 3 * to),
    gyro: null,
    activity: null,
  };
}
