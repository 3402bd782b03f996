import { mistakesInPace, mistakesWhereNobodySteps } from './mistakes.ts';
import type { Observation } from './observe.ts';
import type { Cost, CostsOf } from './recording-cost.ts';
import { SEATED_CHORES } from './score-chores.ts';

/** What recordings that tell what somebody did cost the headlines that have a target, by headline. */
export const ACTIVITY_COSTS: Readonly<Record<string, CostsOf>> = {
  'sports.cycling': wholeCosts('sports', ['cycling']),
  'sports.rowing': wholeCosts('sports', ['rowing']),
  'sports.lift': wholeCosts('sports', ['elevator_still']),
  'sports.lift_moving': wholeCosts('sports', ['elevator_moving']),
  'daily.transitions': pieceCosts(
    ({ meta }) => meta.set === 'daily',
    ['standing_up', 'sitting_down'],
  ),
  'watch.rest': wholeCosts('watch', ['sitting', 'standing']),
  'watch.walking_right': minuteCosts,
  'chores.teeth': choreCosts(['teeth']),
  'chores.clapping': choreCosts(['clapping']),
  'chores.folding': choreCosts(['folding']),
  'chores.worst_seated': choreCosts(SEATED_CHORES),
};

/** False steps in recordings of one activity. */
function wholeCosts(set: 'sports' | 'watch', activities: readonly string[]): CostsOf {
  return (observations) =>
    observations.flatMap((one) => {
      const { meta, whole } = one;
      if (meta.set !== set || !activities.includes(meta.activity)) return [];
      return [costOf(one, { ...whole, activity: meta.activity })];
    });
}

/** False steps in some activities of recordings that have several. */
function pieceCosts(
  isMeant: (observation: Observation) => boolean,
  activities: readonly string[],
): CostsOf {
  return (observations) =>
    observations
      .filter(isMeant)
      .flatMap((one) =>
        one.segments
          .filter(({ activity }) => activities.includes(activity))
          .map((piece) => costOf(one, piece)),
      );
}

function choreCosts(activities: readonly string[]): CostsOf {
  return pieceCosts(({ meta }) => meta.set === 'chores' && meta.device === 'watch', activities);
}

/** Minutes of walking that are counted wrong by the spectrum. */
function minuteCosts(observations: readonly Observation[]): Cost[] {
  return observations
    .filter(({ meta }) => meta.set === 'watch' && meta.activity === 'walking')
    .flatMap(mistakesInPace)
    .map((mistakes) => ({ mistakes, cost: mistakes.size > 0 ? 1 : 0 }));
}

function costOf(
  observation: Observation,
  piece: Parameters<typeof mistakesWhereNobodySteps>[1],
): Cost {
  const mistakes = mistakesWhereNobodySteps(observation, piece);
  return { mistakes, cost: mistakes.times.length };
}
