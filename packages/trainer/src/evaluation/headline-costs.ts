import { ACTIVITY_COSTS } from './activity-costs.ts';
import { CONTACT_COSTS } from './contact-costs.ts';
import { scoreRate } from './false-steps.ts';
import { groupBy, type Observation } from './observe.ts';
import type { Cost, CostsOf } from './recording-cost.ts';

/** How much each recording has to do with the distance of a headline from being perfect. */
const COSTS: Readonly<Record<string, CostsOf>> = { ...CONTACT_COSTS, ...ACTIVITY_COSTS };

/** Headlines that tell of the worst of several activities. */
const OF_THE_WORST = ['chores.worst_seated'];

/** A recording's part in how far a headline is from being perfect. */
export interface RecordingShare extends Cost {
  /** Of what all recordings cost together, 0 … 1. */
  readonly share: number;
}

/**
 * What each recording, or each stretch of one that a headline is about, costs it; in the order of the
 * recordings.
 *
 * @param key of the headline, such as `phones.mape`
 * @returns none where it is not known what a recording costs
 */
export function headlineCosts(key: string, observations: readonly Observation[]): Cost[] {
  return COSTS[key]?.(observations) ?? [];
}

/**
 * The recordings that cost a headline anything, the dearest first. A headline about the worst of several
 * activities is about that one alone.
 */
export function recordingShares(
  key: string,
  observations: readonly Observation[],
): RecordingShare[] {
  const all = headlineCosts(key, observations);
  const pieces = OF_THE_WORST.includes(key) ? worstActivity(all) : all;
  const whole = pieces.reduce((sum, { cost }) => sum + cost, 0);
  return [...groupBy(pieces, ({ mistakes }) => mistakes.meta.name).values()]
    .map((own) => {
      const cost = own.reduce((sum, one) => sum + one.cost, 0);
      // Of a recording's pieces, the dearest stands for all.
      return { ...([...own].sort(dearestFirst)[0] as Cost), cost, share: cost / whole };
    })
    .filter(({ cost }) => cost > 0)
    .sort(dearestFirst);
}

function dearestFirst(a: Cost, b: Cost): number {
  return b.cost - a.cost || b.mistakes.size - a.mistakes.size;
}

/** The costs of the activity with most false steps a minute. */
function worstActivity(costs: readonly Cost[]): readonly Cost[] {
  const groups = [...groupBy(costs, ({ mistakes }) => mistakes.group).values()];
  return groups.sort((a, b) => falseRate(b) - falseRate(a))[0] ?? [];
}

function falseRate(costs: readonly Cost[]): number {
  const counts = costs.map(({ cost, mistakes: { where } }) => {
    return { steps: cost, seconds: where.end - where.start };
  });
  return scoreRate(counts).perMinute ?? 0;
}
