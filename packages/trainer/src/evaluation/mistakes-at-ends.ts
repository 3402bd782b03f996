import { offsetAt } from './clock-drift.ts';
import type { Mistakes } from './mistakes.ts';
import type { Observation } from './observe.ts';
import { MIN_CONTACTS_BETWEEN_ENDS } from './score-walk-ends.ts';
import { type WalkTrial, walkTrials } from './walk-trials.ts';

/** Which of a walk's contacts is meant. */
export type WalkEndName = 'first' | 'last';

/** Missed first or last contacts of walks, recording by recording. */
export function mistakesAtEnds(observations: readonly Observation[], end: WalkEndName): Mistakes[] {
  return walkTrials(observations).map((trial) => mistakesIn(trial, end));
}

function mistakesIn(trial: WalkTrial, end: WalkEndName): Mistakes {
  const { meta, clock, truth, unknown, whole, match } = trial;
  const found = new Set(match.pairs.map((pair) => pair.truth));
  const places = endsOf(trial, end);
  const onSensor = (time: number): number => time + offsetAt(clock, time);
  const missed = places.filter((place) => !found.has(place));
  return {
    group: `${meta.set} ${end} contacts`,
    meta,
    size: places.length > 0 ? missed.length / places.length : 0,
    what: `${missed.length} of ${places.length} ${end} contacts missed`,
    where: whole,
    times: missed.map((place) => onSensor(Number(truth[place]))),
    truth: truth.map(onSensor),
    mask: unknown.map(({ start, end: stop }) => ({ start: onSensor(start), end: onSensor(stop) })),
  };
}

/** Places of the contacts that are known to be the first (or last) of their walks. */
function endsOf({ walks }: WalkTrial, end: WalkEndName): number[] {
  return walks
    .filter(({ from, to }) => to - from >= MIN_CONTACTS_BETWEEN_ENDS)
    .filter(({ begins, ends }) => (end === 'first' ? begins : ends))
    .map(({ from, to }) => (end === 'first' ? from : to - 1));
}
