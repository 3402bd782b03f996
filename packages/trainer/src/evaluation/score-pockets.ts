import type { ContactScore, PocketsReport } from './contact-reports.ts';
import { alignedTrials } from './contact-trials.ts';
import type { PocketsFile } from './datasets.ts';
import { groupBy, type Observation } from './observe.ts';
import { offsetsOf, scoreRecording, scoreTrials } from './score-contacts.ts';
import { POCKETS_SECONDS } from './tolerances.ts';

/**
 * All scores of the pockets set: in total, per person, what they walked with, pocket and recording.
 * Masks count neither way. Counts are against all rows of the reference's files, and once more
 * without those that stand there twice.
 */
export function scorePockets(observations: readonly Observation<PocketsFile>[]): PocketsReport {
  const aligned = alignedTrials(observations, POCKETS_SECONDS);
  const { trials } = aligned;
  const scoresBy = (keyOf: (meta: PocketsFile) => string): ContactScore[] => {
    const groups = groupBy(trials, ({ observation }) => keyOf(observation.meta));
    return [...groups].map(([label, own]) => scoreTrials(label, own));
  };
  const inOrder = (scores: ContactScore[]): ContactScore[] =>
    scores.sort((a, b) => a.label.localeCompare(b.label));
  return {
    total: scoreTrials('all', trials),
    people: inOrder(scoresBy((meta) => meta.person)),
    walkers: inOrder(scoresBy((meta) => `${meta.person} ${meta.tool}`)),
    tools: inOrder(scoresBy((meta) => meta.tool)),
    devices: scoresBy((meta) => meta.phone),
    recordings: trials.map(scoreRecording),
    offsets: offsetsOf(aligned),
  };
}
