import type { ConfirmedStep } from '@stepstream/detector';
import type { RecordingNote, RecordingSource, RecordingSummary } from '@stepstream/formats/browser';
import { startOfClock } from './clock.ts';
import { type Comparison, compareSteps } from './comparison.ts';
import type { Interval } from './interval.ts';
import type { KnownSteps } from './known-steps.ts';
import type { RecordingMeter } from './recording-meter.ts';
import { summarizeSteps, type WalkSummary } from './walk-summary.ts';
import { type Walk, walksOf } from './walks.ts';
import { whyNothing } from './why-nothing.ts';

/** What was counted in a recording. Holds none of its samples. */
export interface CountedRecording extends RecordingSummary, WalkSummary {
  /** What the caller calls it. */
  readonly file: string;
  readonly source: RecordingSource;
  /** What was done to the file, and what may make the count wrong. */
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

/** What is known when all samples have gone by. */
export interface Finding {
  /** What the result calls the recording. */
  readonly file: string;
  readonly source: RecordingSource;
  /** Known steps to compare with. Default: none. */
  readonly known?: KnownSteps | null | undefined;
  /** Counted and known steps this far apart, in seconds, still belong together. */
  readonly tolerance?: number | undefined;
}

/** Steps of a recording, and what measured its samples. */
export interface FoundSteps extends Finding {
  readonly meter: RecordingMeter;
  readonly steps: readonly ConfirmedStep[];
  /** Contacts that no walk confirmed, where no steps were; 0 where nobody looked. */
  readonly contacts: number;
}

/** What the steps of a recording come to, whoever counted them. */
export function describeSteps({
  file,
  source,
  known,
  tolerance,
  meter,
  steps,
  contacts,
}: FoundSteps): CountedRecording {
  const { summary, stretches, spread } = meter;
  const walks = walksOf(steps);
  const first = Math.min(...stretches.map(({ start }) => start));
  const last = Math.max(...stretches.map(({ end }) => end));
  const why = whyNothing({
    ...{ steps: steps.length, contacts, spread },
    ...{ seconds: summary.duration, notes: source.notes },
  });
  const times = steps.map(({ timestamp }) => timestamp);
  return {
    file,
    source,
    notes: [...source.notes, ...why],
    ...summary,
    ...summarizeSteps(walks),
    confirmed: steps,
    walks,
    stretches,
    startedAt: startOfClock(source, first, last),
    comparison: known ? compareSteps(times, known, tolerance) : null,
  };
}
