import { addCounts, scoreOf } from '@stepstream/analysis';
import type { PocketsReport, PocketsScore } from './contact-reports.ts';
import { alignedTrials, type ContactTrial } from './contact-trials.ts';
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
  const following = alignedTrials(observations, POCKETS_SECONDS, true).trials;
  const matches = new Map(following.map(({ observation, match }) => [observation, match]));
  const score = (label: string, own: readonly ContactTrial<PocketsFile>[]): PocketsScore => ({
    ...scoreTrials(label, own),
    followed: scoreOf(
      addCounts(own.map(({ observation, match }) => matches.get(observation) ?? match)),
    ),
  });
  const scoresBy = (keyOf: (meta: PocketsFile) => string): PocketsScore[] => {
    const groups = groupBy(trials, ({ observation }) => keyOf(observation.meta));
    return [...groups].map(([label, own]) => score(label, own));
  };
  const inOrder = (scores: PocketsScore[]): PocketsScore[] =>
    scores.sort((a, b) => a.label.localeCompare(b.label));
  return {
    total: score('all', trials),
    people: inOrder(scoresBy((meta) => meta.person)),
    walkers: inOrder(scoresBy((meta) => `${meta.person} ${meta.tool}`)),
    tools: inOrder(scoresBy((meta) => meta.tool)),
    devices: scoresBy((meta) => meta.phone),
    recordings: trials.map(scoreRecording),
    offsets: offsetsOf(aligned),
  };
}
