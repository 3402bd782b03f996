import { addCounts, countError, countOf, scoreCounts, scoreOf } from '@stepstream/analysis';
import type { ContactScore, GroupOffset, RecordingCount } from './contact-reports.ts';
import type { AlignedTrials, ContactTrial } from './contact-trials.ts';
import { scoreDelays, scoreTiming } from './timing.ts';

/** The scores of some trials together. */
export function scoreTrials(label: string, trials: readonly ContactTrial[]): ContactScore {
  return {
    label,
    count: scoreCounts(trials.map(countOfTrial)),
    cleanCount: scoreCounts(
      trials.map(({ detected, observation: { truth, cleanTruth = truth } }) =>
        countOf({ detected, truth: cleanTruth }),
      ),
    ),
    truthNoise: scoreCounts(
      trials.map(({ observation: { truth, cleanTruth = truth } }) =>
        countOf({ detected: truth, truth: cleanTruth }),
      ),
    ),
    within200ms: scoreOf(addCounts(trials.map(({ match }) => match))),
    timing: scoreTiming(trials.flatMap(differencesIn)),
    delay: scoreDelays(trials.flatMap(({ observation }) => observation.steps)),
  };
}

/** The count of one recording. */
export function scoreRecording(trial: ContactTrial): RecordingCount {
  const count = countOfTrial(trial);
  return {
    name: trial.observation.meta.name,
    ...count,
    error: countError(count),
    f1: scoreOf(trial.match).f1,
  };
}

/** The offsets that were taken off, as they stand in a report. */
export function offsetsOf({ offsets }: AlignedTrials): GroupOffset[] {
  return [...offsets].map(([group, offset]) => ({ group, ...offset }));
}

function countOfTrial({ detected, observation: { truth } }: ContactTrial) {
  return countOf({ detected, truth });
}

/** Detected minus true time of each pair, in seconds. */
function differencesIn({ match, detected, observation: { truth } }: ContactTrial): number[] {
  return match.pairs.map((pair) => Number(detected[pair.detected]) - Number(truth[pair.truth]));
}
