import type { WatchReport, WatchScore } from './activity-reports.ts';
import { scoreCadence } from './cadence-score.ts';
import type { WatchFile } from './datasets.ts';
import { type StepRate, scoreRate } from './false-steps.ts';
import { groupBy, type Observation } from './observe.ts';

/** False steps at rest, and counts against the spectrum's in motion: in total and per person. */
export function scoreWatch(observations: readonly Observation<WatchFile>[]): WatchReport {
  const people = groupBy(observations, ({ meta }) => meta.person);
  return {
    total: scoreActivities('all', observations),
    people: [...people].map(([person, own]) => scoreActivities(person, own)),
  };
}

/** The scores of some recordings together. */
export function scoreActivities(
  label: string,
  observations: readonly Observation<WatchFile>[],
): WatchScore {
  const doing = (activity: WatchFile['activity']): Observation<WatchFile>[] =>
    observations.filter(({ meta }) => meta.activity === activity);
  return {
    label,
    sitting: rateOf(doing('sitting')),
    standing: rateOf(doing('standing')),
    walking: scoreCadence(doing('walking')),
    jogging: scoreCadence(doing('jogging')),
  };
}

/** Steps a minute over whole recordings. */
export function rateOf(observations: readonly Observation<WatchFile>[]): StepRate {
  return scoreRate(
    observations.map(({ detected, whole }) => {
      return { steps: detected.length, seconds: whole.end - whole.start };
    }),
  );
}
