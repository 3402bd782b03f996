import type { ContactScore, PhonesReport } from './contact-reports.ts';
import { alignedTrials } from './contact-trials.ts';
import type { PhonesFile } from './datasets.ts';
import { groupBy, type Observation } from './observe.ts';
import { offsetsOf, scoreRecording, scoreTrials } from './score-contacts.ts';
import { PHONES_SECONDS } from './tolerances.ts';

/** All scores of the phone set: in total, per person, placement, phone and recording. */
export function scorePhones(observations: readonly Observation<PhonesFile>[]): PhonesReport {
  const aligned = alignedTrials(observations, PHONES_SECONDS);
  const { trials } = aligned;
  const scoresBy = (keyOf: (meta: PhonesFile) => string): ContactScore[] => {
    const groups = groupBy(trials, ({ observation }) => keyOf(observation.meta));
    return [...groups].map(([label, own]) => scoreTrials(label, own));
  };
  return {
    total: scoreTrials('all', trials),
    people: scoresBy((meta) => meta.person),
    placements: scoresBy((meta) => meta.placement),
    devices: scoresBy((meta) => meta.phone),
    recordings: trials.map(scoreRecording),
    offsets: offsetsOf(aligned),
  };
}
