import { countError, countOf, scoreCounts } from './count-error.ts';
import { clockOf, type PhonesFile } from './datasets.ts';
import { addCounts, matchSteps, type StepMatch, scoreOf } from './match-steps.ts';
import { groupBy, type Observation } from './observe.ts';
import { type ClockOffset, estimateOffset, shifted } from './offset.ts';
import type { PhonesReport, PhonesScore, RecordingCount } from './report.ts';
import { scoreDelays, scoreTiming, timingDifferences } from './timing.ts';
import { PHONES_SECONDS } from './tolerances.ts';

/** A recording, aligned to the foot switches' clock and matched. */
export interface PhonesTrial {
  readonly observation: Observation<PhonesFile>;
  readonly match: StepMatch;
  readonly timing: readonly number[];
}

/** Aligns the recordings of each phone and person by one constant offset and matches them. */
export function phonesTrials(observations: readonly Observation<PhonesFile>[]): {
  trials: PhonesTrial[];
  offsets: Map<string, ClockOffset>;
} {
  const groupOf = ({ meta }: Observation<PhonesFile>): string => clockOf(meta);
  const offsets = new Map<string, ClockOffset>();
  for (const [group, own] of groupBy(observations, groupOf)) {
    offsets.set(group, estimateOffset(own));
  }
  const trials = observations.map((observation) => {
    const offset = offsets.get(groupOf(observation))?.offset ?? 0;
    const { detected, truth } = observation;
    return {
      observation,
      match: matchSteps(shifted(detected, offset), truth, PHONES_SECONDS),
      timing: timingDifferences(observation, offset, PHONES_SECONDS),
    };
  });
  return { trials, offsets };
}

/** All scores of the phone set: in total, per person, placement, phone and recording. */
export function scorePhones(observations: readonly Observation<PhonesFile>[]): PhonesReport {
  const { trials, offsets } = phonesTrials(observations);
  const scoresBy = (keyOf: (meta: PhonesFile) => string): PhonesScore[] => {
    const groups = groupBy(trials, ({ observation }) => keyOf(observation.meta));
    return [...groups].map(([label, own]) => scoreTrials(label, own));
  };
  return {
    total: scoreTrials('all', trials),
    people: scoresBy((meta) => meta.person),
    placements: scoresBy((meta) => meta.placement),
    devices: scoresBy((meta) => meta.phone),
    recordings: trials.map(scoreRecording),
    offsets: [...offsets].map(([group, offset]) => ({ group, ...offset })),
  };
}

/** The scores of some trials together. */
export function scoreTrials(label: string, trials: readonly PhonesTrial[]): PhonesScore {
  return {
    label,
    count: scoreCounts(trials.map(({ observation }) => countOf(observation))),
    cleanCount: scoreCounts(trials.map(({ observation }) => countOf(cleaned(observation)))),
    truthNoise: scoreCounts(
      trials.map(({ observation: { truth, cleanTruth = truth } }) => ({
        detected: truth.length,
        truth: cleanTruth.length,
      })),
    ),
    within200ms: scoreOf(addCounts(trials.map((trial) => trial.match))),
    timing: scoreTiming(trials.flatMap((trial) => trial.timing)),
    delay: scoreDelays(trials.flatMap(({ observation }) => observation.steps)),
  };
}

function cleaned(observation: Observation<PhonesFile>): Observation<PhonesFile> {
  const { truth, cleanTruth = truth } = observation;
  return { ...observation, truth: cleanTruth };
}

function scoreRecording({ observation, match }: PhonesTrial): RecordingCount {
  const count = countOf(observation);
  return {
    name: observation.meta.name,
    ...count,
    error: countError(count),
    f1: scoreOf(match).f1,
  };
}
