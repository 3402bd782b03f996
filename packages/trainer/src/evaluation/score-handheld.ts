import {
  addCounts,
  type ClockOffset,
  countError,
  countOf,
  countsWithin,
  estimateOffset,
  type MatchCounts,
  matchSteps,
  type StepMatch,
  scoreCounts,
  scoreOf,
  shifted,
} from '@stepstream/analysis';
import type {
  HandheldMatch,
  HandheldReport,
  HandheldScore,
  RecordingCount,
} from './contact-reports.ts';
import type { HandheldFile } from './datasets.ts';
import { type RestCount, scoreRate } from './false-steps.ts';
import { groupBy, type Observation } from './observe.ts';
import {
  activityAt,
  countInside,
  type Interval,
  totalSeconds,
  trimmed,
  without,
} from './segments.ts';
import { scoreDelays, scoreTiming, timingDifferences } from './timing.ts';
import { HANDHELD_NARROW_SECONDS, HANDHELD_WIDE_SECONDS } from './tolerances.ts';

/**
 * False steps while standing are looked for this far from the ends of a standing piece and from any
 * true step in it, in seconds: the labels and the contacts come from different sources and share no
 * edge, so a walk's first and last contacts may lie in a piece that is labelled standing.
 */
const EDGE = 0.5;
/** With fewer contacts than this, a stretch gets no offset of its own: it would fit anything. */
const MIN_STEPS_FOR_OFFSET = 5;
const EVERYTHING = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY };

/** A recording, aligned to the reference's clock and matched at both tolerances. */
export interface HandheldTrial {
  readonly observation: Observation<HandheldFile>;
  /** Detected contacts on the reference's clock, in seconds. */
  readonly aligned: readonly number[];
  readonly narrow: StepMatch;
  readonly wide: StepMatch;
  readonly stretchwise: MatchCounts;
  readonly timing: readonly number[];
  readonly standing: RestCount;
}

/** Aligns each person's recordings by one constant offset and matches them. */
export function handheldTrials(observations: readonly Observation<HandheldFile>[]): {
  trials: HandheldTrial[];
  offsets: Map<string, ClockOffset>;
} {
  const offsets = new Map<string, ClockOffset>();
  for (const [person, own] of groupBy(observations, ({ meta }) => meta.person)) {
    offsets.set(person, estimateOffset(own));
  }
  const trials = observations.map((observation) => {
    const { detected, truth } = observation;
    const offset = offsets.get(observation.meta.person)?.offset ?? 0;
    const aligned = shifted(detected, offset);
    return {
      observation,
      aligned,
      narrow: matchSteps(aligned, truth, HANDHELD_NARROW_SECONDS),
      wide: matchSteps(aligned, truth, HANDHELD_WIDE_SECONDS),
      stretchwise: matchStretches(observation, aligned),
      timing: timingDifferences(observation, offset, HANDHELD_WIDE_SECONDS),
      standing: countStanding(observation),
    };
  });
  return { trials, offsets };
}

/** All scores of the hand-held set: in total, per person, activity and recording. */
export function scoreHandheld(observations: readonly Observation<HandheldFile>[]): HandheldReport {
  const { trials, offsets } = handheldTrials(observations);
  const people = groupBy(trials, ({ observation }) => observation.meta.person);
  const activities = new Set(
    observations.flatMap(({ segments }) => segments.map((s) => s.activity)),
  );
  return {
    total: scoreTrials('all', trials),
    people: [...people].map(([person, own]) => scoreTrials(person, own)),
    activities: [...activities].map((activity) => ({
      activity,
      ...matchIn(trials, (found) => found === activity),
    })),
    recordings: trials.map(scoreRecording),
    offsets: [...offsets].map(([group, offset]) => ({ group, ...offset })),
  };
}

/** The scores of some trials together, as if they were one long recording. */
export function scoreTrials(label: string, trials: readonly HandheldTrial[]): HandheldScore {
  return {
    label,
    count: scoreCounts(trials.map(({ observation }) => countOf(observation))),
    all: matchIn(trials, () => true),
    level: matchIn(trials, (activity) => activity === 'walking'),
    stretchwise: scoreOf(addCounts(trials.map((trial) => trial.stretchwise))),
    timing: scoreTiming(trials.flatMap((trial) => trial.timing)),
    delay: scoreDelays(trials.flatMap(({ observation }) => observation.steps)),
    standing: scoreRate(trials.map((trial) => trial.standing)),
  };
}

/** The matches that lie in some activities. */
function matchIn(
  trials: readonly HandheldTrial[],
  isWanted: (activity: string | null) => boolean,
): HandheldMatch {
  const score = (matchOf: (trial: HandheldTrial) => StepMatch) => {
    return scoreOf(
      addCounts(
        trials.map((trial) => {
          const { segments, truth } = trial.observation;
          return countsWithin(matchOf(trial), trial.aligned, truth, (time) =>
            isWanted(activityAt(segments, time)),
          );
        }),
      ),
    );
  };
  return { within100ms: score((trial) => trial.narrow), within150ms: score((trial) => trial.wide) };
}

/**
 * Matches each stretch of an activity by itself, with one offset of its own on top of the person's:
 * on stairs the reference's clock shifts from flight to flight.
 */
function matchStretches(
  { segments, truth }: Observation<HandheldFile>,
  aligned: readonly number[],
): MatchCounts {
  const stretches = segments.length > 0 ? segments : [EVERYTHING];
  return addCounts(
    stretches.map(({ start, end }) => {
      const inside = (times: readonly number[]) => times.filter((t) => t >= start && t < end);
      const own = { detected: inside(aligned), truth: inside(truth) };
      const offset = own.truth.length < MIN_STEPS_FOR_OFFSET ? 0 : estimateOffset([own]).offset;
      return matchSteps(shifted(own.detected, offset), own.truth, HANDHELD_NARROW_SECONDS);
    }),
  );
}

/** Where somebody stands for sure. */
export function quietStanding({ segments, truth }: Observation): Interval[] {
  const standing = segments.filter(({ activity }) => activity === 'standing');
  return without(trimmed(standing, EDGE), truth, EDGE);
}

function countStanding(observation: Observation<HandheldFile>): RestCount {
  const { detected } = observation;
  const quiet = quietStanding(observation);
  return { steps: countInside(quiet, detected), seconds: totalSeconds(quiet) };
}

function scoreRecording({ observation, wide }: HandheldTrial): RecordingCount {
  const count = countOf(observation);
  return {
    name: observation.meta.name,
    ...count,
    error: countError(count),
    f1: scoreOf(wide).f1,
  };
}
