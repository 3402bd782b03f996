import type { DailyReport, DailyScore } from './activity-reports.ts';
import type { DailyFile } from './datasets.ts';
import { type StepRate, scoreRate } from './false-steps.ts';
import { groupBy, type Observation } from './observe.ts';
import { countInside, totalSeconds } from './segments.ts';

/** Steps in each activity of the daily set, per device and per person. */
export function scoreDaily(observations: readonly Observation<DailyFile>[]): DailyReport {
  const scoresBy = (keyOf: (meta: DailyFile) => string): DailyScore[] =>
    [...groupBy(observations, ({ meta }) => keyOf(meta))].map(([label, own]) =>
      scoreActivities(label, own),
    );
  return {
    devices: [...scoresBy((meta) => meta.device), scoreActivities('all', observations)],
    people: scoresBy((meta) => meta.person),
  };
}

/** Steps in each activity of some recordings together. */
export function scoreActivities(
  label: string,
  observations: readonly Observation<DailyFile>[],
): DailyScore {
  return {
    label,
    seated: rateIn(observations, ['seated']),
    standingUp: rateIn(observations, ['standing_up']),
    sittingDown: rateIn(observations, ['sitting_down']),
    awayFromWalk: rateAwayFromWalk(observations),
    walking: rateIn(observations, ['walking']),
    turning: rateIn(observations, ['turning']),
  };
}

/** Steps a minute in the pieces with these activities; the pieces are short and taken whole. */
export function rateIn(
  observations: readonly Observation<DailyFile>[],
  activities: readonly string[],
): StepRate {
  return scoreRate(
    observations.map(({ segments, detected }) => {
      const pieces = segments.filter(({ activity }) => activities.includes(activity));
      return { steps: countInside(pieces, detected), seconds: totalSeconds(pieces) };
    }),
  );
}

/**
 * The labels change at one moment, but a walk does not end at one: its last step may well fall into
 * what is labelled sitting down already, its first into standing up. So far from that edge, in
 * seconds, there is no more doubt; the hand-held set's standing is treated alike.
 */
const EDGE = 0.5;

/** Steps a minute of standing up and sitting down, without what is next to the walk. */
function rateAwayFromWalk(observations: readonly Observation<DailyFile>[]): StepRate {
  return scoreRate(
    observations.map(({ segments, detected }) => {
      const pieces = segments
        .flatMap(({ activity, start, end }) =>
          activity === 'sitting_down'
            ? [{ start: start + EDGE, end }]
            : activity === 'standing_up'
              ? [{ start, end: end - EDGE }]
              : [],
        )
        .filter(({ start, end }) => end > start);
      return { steps: countInside(pieces, detected), seconds: totalSeconds(pieces) };
    }),
  );
}
