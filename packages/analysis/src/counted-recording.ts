import type { ConfirmedStep } from '@stepstream/detector';
import {
  type LoadedRecording,
  type RecordingNote,
  type RecordingSource,
  type RecordingSummary,
  recordingSummary,
} from '@stepstream/formats/browser';
import { startOfClock } from './clock.ts';
import { type Comparison, compareSteps } from './comparison.ts';
import { type CountOptions, countSteps } from './count-steps.ts';
import type { Interval } from './interval.ts';
import type { KnownSteps } from './known-steps.ts';
import { stretchesOf } from './stretches.ts';
import { summarizeSteps, type WalkSummary } from './walk-summary.ts';
import { type Walk, walksOf } from './walks.ts';
import { whyNothing } from './why-nothing.ts';

/** What was counted in a recording. Holds none of its samples. */
export interface CountedRecording extends RecordingSummary, WalkSummary {
  /** What the caller calls it. */
  readonly file: string;
  readonly source: RecordingSource;
  /** Sentences on how the file was read, and on a count that may be wrong. */
  readonly notes: readonly RecordingNote[];
  readonly confirmed: readonly ConfirmedStep[];
  readonly walks: readonly Walk[];
  /** What its samples cover, in seconds on its clock. */
  readonly stretches: readonly Interval[];
  /** Unix time in seconds of its clock's 0; null where nobody knows. */
  readonly startedAt: number | null;
  /** How the count agrees with known steps; null where there are none. */
  readonly comparison: Comparison | null;
}

/** How to count, and what is known. */
export interface CountRecordingOptions extends Omit<CountOptions, 'gravity'> {
  /** Known steps to compare with. Default: none. */
  readonly known?: KnownSteps | null;
  /** Counted and known steps this far apart, in seconds, still belong together. */
  readonly tolerance?: number | undefined;
}

/**
 * Counts the steps of a recording, by the detector that the server runs, and says what they come to.
 *
 * @param file - what the result calls it
 *
 * @example
 * const { steps, walks } = countRecording('walk.csv', await readRecording('walk.csv'));
 */
export function countRecording(
  file: string,
  recording: LoadedRecording,
  options: CountRecordingOptions = {},
): CountedRecording {
  const { known = null, tolerance, ...countOptions } = options;
  const { source } = recording;
  const confirmed = countSteps(recording, { ...countOptions, gravity: source.gravity });
  const walks = walksOf(confirmed);
  const times = confirmed.map(({ timestamp }) => timestamp);
  return {
    file,
    source,
    notes: [...source.notes, ...whyNothing(recording, confirmed.length, countOptions)],
    ...recordingSummary(recording),
    ...summarizeSteps(walks),
    confirmed,
    walks,
    stretches: stretchesOf(recording.times),
    startedAt: startOfClock(recording),
    comparison: known && compareSteps(times, known, tolerance),
  };
}
