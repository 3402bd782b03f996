import type { Observation } from './observe.ts';
import { groupBy } from './observe.ts';
import { scoreCadenceBands } from './score-cadence-bands.ts';
import { scoreWalkEnds } from './score-walk-ends.ts';
import { scoreWalkLengths } from './score-walk-lengths.ts';
import type { WalkReport } from './walk-report.ts';
import { walkTrials } from './walk-trials.ts';

/**
 * Walks by length and cadence, and their ends, over all sets with known contacts.
 *
 * @param shortened recordings as `shortenedWalks` makes them: they add short walks to the lengths
 */
export function scoreWalks(
  observations: readonly Observation[],
  shortened: readonly Observation[] = [],
): WalkReport | null {
  const trials = walkTrials(observations);
  if (trials.length === 0) return null;
  const shorter = [...groupBy(walkTrials(shortened), ({ group }) => group)].map(
    ([group, own]) => [`${group}, shortened`, own] as const,
  );
  const groups = [...groupBy(trials, ({ group }) => group)];
  const all = ['all', trials] as const;
  return {
    lengths: [...groups, ...shorter].flatMap(([group, own]) => scoreWalkLengths(group, own)),
    cadences: [...groups, all].flatMap(([group, own]) => scoreCadenceBands(group, own)),
    ends: groups.map(([group, own]) => scoreWalkEnds(group, own)).filter(hasEnds),
    shortWalks: shorter.flatMap(([group, own]) =>
      [...groupBy(own, ({ person }) => person)].flatMap(([person, theirs]) =>
        scoreWalkLengths(group, theirs).map((score) => ({ person, ...score })),
      ),
    ),
    people: groups
      .flatMap(([group, own]) =>
        [...groupBy(own, ({ person }) => person)].map(([person, theirs]) => ({
          person,
          ...scoreWalkEnds(group, theirs),
        })),
      )
      .filter(hasEnds),
  };
}

function hasEnds({ first, last }: WalkReport['ends'][number]): boolean {
  return first.walks > 0 || last.walks > 0;
}
