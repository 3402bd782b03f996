import type { EndScore, WalkEndsScore } from './walk-report.ts';
import type { WalkTrial } from './walk-trials.ts';

/** Contacts of a walk whose ends are scored: shorter ones are all ends. */
export const MIN_CONTACTS_BETWEEN_ENDS = 4;

/** What is missed at the ends of walks of four contacts or more. */
export function scoreWalkEnds(group: string, trials: readonly WalkTrial[]): WalkEndsScore {
  const ends = trials.flatMap(endsIn);
  return {
    group,
    first: scoreEnds(ends.filter(({ end }) => end === 'first')),
    last: scoreEnds(ends.filter(({ end }) => end === 'last')),
  };
}

/** One end of a walk: whether its outermost contact was missed, and the one next to it. */
interface WalkEnd {
  readonly end: 'first' | 'last';
  readonly outermost: boolean;
  readonly next: boolean;
}

function endsIn({ walks, match }: WalkTrial): WalkEnd[] {
  const found = new Set(match.pairs.map((pair) => pair.truth));
  return walks
    .filter(({ from, to }) => to - from >= MIN_CONTACTS_BETWEEN_ENDS)
    .flatMap(({ from, to, begins, ends }): WalkEnd[] => {
      const missed = (place: number): boolean => !found.has(place);
      const first = { end: 'first', outermost: missed(from), next: missed(from + 1) } as const;
      const last = { end: 'last', outermost: missed(to - 1), next: missed(to - 2) } as const;
      return [...(begins ? [first] : []), ...(ends ? [last] : [])];
    });
}

function scoreEnds(ends: readonly WalkEnd[]): EndScore {
  const walks = ends.length;
  const missed = ends.filter(({ outermost }) => outermost).length;
  const next = ends.filter((end) => end.next).length;
  return {
    walks,
    missed,
    missedPerWalk: walks > 0 ? missed / walks : null,
    missedOfTwo: walks > 0 ? (missed + next) / walks : null,
  };
}
