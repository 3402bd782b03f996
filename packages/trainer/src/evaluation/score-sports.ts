import type { SportsRecording, SportsReport } from './activity-reports.ts';
import { alignedTrials } from './contact-trials.ts';
import type { SportsFile } from './datasets.ts';
import { type StepRate, scoreRate } from './false-steps.ts';
import type { Observation } from './observe.ts';
import { offsetsOf, scoreRecording } from './score-contacts.ts';
import { SPORTS_SECONDS } from './tolerances.ts';

/**
 * The sports set, recording by recording. The contacts of its walks were derived from the knees, with
 * a good count and a time that is off by a constant for each recording; so each is aligned by
 * itself, and its F1 says how regular the detector is rather than when it decides.
 */
export function scoreSports(observations: readonly Observation<SportsFile>[]): SportsReport {
  const aligned = alignedTrials(
    observations.filter(({ truth }) => truth.length > 0),
    SPORTS_SECONDS,
  );
  const isStill = ({ hasTruth, truth }: Observation): boolean => hasTruth && truth.length === 0;
  return {
    walks: aligned.trials.map((trial) => ({
      ...recordingOf(trial.observation),
      ...scoreRecording(trial),
    })),
    still: observations.filter(isStill).map(rateOf),
    unknown: observations.filter(({ hasTruth }) => !hasTruth).map(rateOf),
    offsets: offsetsOf(aligned),
  };
}

function rateOf(observation: Observation<SportsFile>): StepRate & SportsRecording {
  const { detected, whole } = observation;
  const rate = scoreRate([{ steps: detected.length, seconds: whole.end - whole.start }]);
  return { ...recordingOf(observation), ...rate };
}

function recordingOf({ meta }: Observation<SportsFile>): SportsRecording {
  const { person, activity, placement } = meta;
  return { person, activity, placement };
}
