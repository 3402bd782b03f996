import { countError, countOf } from '@stepstream/analysis';
import { alignedTrials, type ContactTrial } from './contact-trials.ts';
import type { HandheldFile, SetName } from './datasets.ts';
import { type Mistakes, mistakesInWalks } from './mistakes.ts';
import { mistakesAtEnds, type WalkEndName } from './mistakes-at-ends.ts';
import type { Observation } from './observe.ts';
import type { Cost, CostsOf } from './recording-cost.ts';
import { handheldTrials, quietStanding } from './score-handheld.ts';
import { toleranceOf } from './tolerances.ts';

/** What recordings with known contacts cost the headlines that have a target, by headline. */
export const CONTACT_COSTS: Readonly<Record<string, CostsOf>> = {
  'handheld.stretchwise': stretchwiseCosts,
  'handheld.standing': standingCosts,
  'phones.mape': trialCosts('phones', countCost),
  'phones.clean_mape': trialCosts('phones', cleanCountCost),
  'phones.f1_200': trialCosts('phones', matchCost),
  'pockets.mape': trialCosts('pockets', countCost),
  'pockets.f1_200': trialCosts('pockets', matchCost),
  ...endCosts('handheld', 'first'),
  ...endCosts('handheld', 'last'),
  ...endCosts('phones', 'first'),
  ...endCosts('phones', 'last'),
  ...endCosts('pockets', 'first'),
  ...endCosts('pockets', 'last'),
  'sports.wrist_walking': wristCosts('walking'),
  'sports.wrist_running': wristCosts('running_8kmh'),
  'sports.wrist_treadmill': wristCosts('treadmill_4kmh'),
  'sports.wrist_incline': wristCosts('treadmill_4kmh_incline'),
};

type CostOfTrial = (trial: ContactTrial) => number;

function countCost({ detected, observation: { truth } }: ContactTrial): number {
  return Math.abs(countError(countOf({ detected, truth })) ?? 0);
}

function cleanCountCost({ detected, observation }: ContactTrial): number {
  const { truth, cleanTruth = truth } = observation;
  return Math.abs(countError(countOf({ detected, truth: cleanTruth })) ?? 0);
}

function matchCost({ match: { fp, fn } }: ContactTrial): number {
  return fp + fn;
}

function trialCosts(
  set: SetName,
  costOf: CostOfTrial,
  isMeant: (observation: Observation) => boolean = () => true,
): CostsOf {
  return (observations) => {
    const own = observations.filter(
      (one) => one.meta.set === set && one.truth.length > 0 && isMeant(one),
    );
    return alignedTrials(own, toleranceOf(set)).trials.map((trial) => ({
      mistakes: mistakesInWalks(trial),
      cost: costOf(trial),
    }));
  };
}

function wristCosts(activity: string): CostsOf {
  return trialCosts(
    'sports',
    countCost,
    ({ meta }) => meta.set === 'sports' && meta.activity === activity && meta.placement !== 'torso',
  );
}

function endCosts(set: SetName, end: WalkEndName): Record<string, CostsOf> {
  return {
    [`${set}.${end}_missed`]: (observations) =>
      mistakesAtEnds(
        observations.filter(({ meta }) => meta.set === set),
        end,
      ).map((mistakes) => ({ mistakes, cost: mistakes.times.length })),
  };
}

/** What is wrong with an offset for each flight of stairs, shown as it is with one for all. */
function stretchwiseCosts(observations: readonly Observation[]): Cost[] {
  const own = observations.filter(isHandheld);
  const { trials } = handheldTrials(own);
  const wrong = new Map(
    trials.map(({ observation, stretchwise: { fp, fn } }) => [observation.meta.name, fp + fn]),
  );
  return trialCosts('handheld', ({ observation }) => wrong.get(observation.meta.name) ?? 0)(own);
}

/** False steps while somebody stands between walks. */
function standingCosts(observations: readonly Observation[]): Cost[] {
  const { trials, offsets } = handheldTrials(observations.filter(isHandheld));
  return trials.map(({ observation }) => {
    const { meta, whole, truth, detected } = observation;
    const offset = offsets.get(meta.person)?.offset ?? 0;
    const quiet = quietStanding(observation);
    const times = detected.filter((time) => quiet.some((q) => time >= q.start && time < q.end));
    const seconds = quiet.reduce((sum, { start, end }) => sum + end - start, 0);
    const mistakes: Mistakes = {
      group: 'handheld standing',
      meta,
      size: seconds > 0 ? times.length / seconds : 0,
      what: `${times.length} false in ${Math.round(seconds)} s of standing`,
      where: whole,
      times,
      truth: truth.map((time) => time + offset),
      mask: [],
    };
    return { mistakes, cost: times.length };
  });
}

function isHandheld(observation: Observation): observation is Observation<HandheldFile> {
  return observation.meta.set === 'handheld';
}
