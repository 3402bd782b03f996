import {
  type ClockOffset,
  countedOutside,
  estimateOffset,
  matchSteps,
  type StepMatch,
} from '@stepstream/analysis';
import { type ClockPoint, followClock, offsetAt } from './clock-drift.ts';
import { clockOf, type RecordingMeta } from './datasets.ts';
import { groupBy, type Observation } from './observe.ts';

/** A recording with known contacts, aligned to the reference's clock and matched. */
export interface ContactTrial<Meta extends RecordingMeta = RecordingMeta> {
  readonly observation: Observation<Meta>;
  /** What was taken off the detected times. */
  readonly clock: readonly ClockPoint[];
  /** Detected contacts that count, in seconds on the reference's clock, ascending. */
  readonly detected: readonly number[];
  readonly match: StepMatch;
}

/** Recordings that were aligned clock by clock, and the offsets that were taken off. */
export interface AlignedTrials<Meta extends RecordingMeta = RecordingMeta> {
  readonly trials: ContactTrial<Meta>[];
  readonly offsets: Map<string, ClockOffset>;
}

/**
 * Aligns the recordings of each clock by one constant offset, leaves out what is found in masks, and
 * matches the rest.
 *
 * @param tolerance of the matching, in seconds
 * @param follows whether a clock that drifts is followed from there, recording by recording
 */
export function alignedTrials<Meta extends RecordingMeta>(
  observations: readonly Observation<Meta>[],
  tolerance: number,
  follows = false,
): AlignedTrials<Meta> {
  const offsets = new Map<string, ClockOffset>();
  for (const [clock, own] of groupBy(observations, ({ meta }) => clockOf(meta))) {
    offsets.set(clock, estimateOffset(own));
  }
  const trials = observations.map((observation) => {
    const { meta, mask, truth } = observation;
    const offset = offsets.get(clockOf(meta))?.offset ?? 0;
    const clock = follows ? followClock(observation, offset) : [{ time: 0, offset }];
    const aligned = observation.detected.map((time) => time - offsetAt(clock, time));
    const detected = countedOutside(mask, aligned, truth, tolerance);
    return { observation, clock, detected, match: matchSteps(detected, truth, tolerance) };
  });
  return { trials, offsets };
}
