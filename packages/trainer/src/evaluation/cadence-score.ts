import { mean } from '@stepstream/math';
import { countInside, type Interval } from './segments.ts';
import type { MinuteCadence } from './spectral-cadence.ts';

/** A minute whose count differs by no more than this share from the spectrum's is right. */
const RIGHT = 0.03;
/** A count is half or double the spectrum's if it is within this share of that. */
const HALF_OR_DOUBLE = 0.15;

/** Steps of one minute by both ways of counting. */
export interface MinuteCount {
  readonly detected: number;
  readonly spectral: number;
}

/** How a detector's counts of whole minutes compare with the spectrum's. */
export interface CadenceScore {
  /** Whole minutes in which the spectrum has a clear rhythm; the scores below are over these. */
  readonly clearMinutes: number;
  readonly minutes: number;
  /** Mean steps a minute; null without a clear minute. */
  readonly detectedPerMinute: number | null;
  readonly spectralPerMinute: number | null;
  /** Mean of |detected − spectral| / spectral. */
  readonly meanError: number | null;
  /** Share of minutes that differ by 3 % or less. */
  readonly right: number | null;
  /** Minutes in which the detector counted about half, or about double. */
  readonly halves: number;
  readonly doubles: number;
  /** Steps a minute over all of the time, clear or not. */
  readonly detectedPerMinuteOverall: number | null;
}

/** One recording's share in a cadence score. */
export interface CadenceTrial {
  readonly detected: readonly number[];
  readonly whole: Interval;
  readonly cadence: readonly MinuteCadence[];
}

export function scoreCadence(trials: readonly CadenceTrial[]): CadenceScore {
  const counts = trials.flatMap(countMinutes);
  const near = (count: MinuteCount, factor: number): boolean =>
    Math.abs(count.detected / (factor * count.spectral) - 1) <= HALF_OR_DOUBLE;
  const errors = counts.map(({ detected, spectral }) => Math.abs(detected / spectral - 1));
  const time = trials.reduce((sum, { whole }) => sum + whole.end - whole.start, 0) / 60;
  const steps = trials.reduce((sum, { detected }) => sum + detected.length, 0);
  return {
    clearMinutes: counts.length,
    minutes: trials.reduce((sum, trial) => sum + trial.cadence.length, 0),
    detectedPerMinute: mean(counts.map((count) => count.detected)),
    spectralPerMinute: mean(counts.map((count) => count.spectral)),
    meanError: mean(errors),
    right: mean(errors.map((error) => (error <= RIGHT ? 1 : 0))),
    halves: counts.filter((count) => near(count, 0.5)).length,
    doubles: counts.filter((count) => near(count, 2)).length,
    detectedPerMinuteOverall: time > 0 ? steps / time : null,
  };
}

/** Both counts of a recording's clear minutes. */
function countMinutes({ detected, cadence }: CadenceTrial): MinuteCount[] {
  return cadence.flatMap(({ start, stepsPerMinute }) => {
    if (stepsPerMinute === null) return [];
    const minute = [{ start, end: start + 60 }];
    return [{ detected: countInside(minute, detected), spectral: stepsPerMinute }];
  });
}
