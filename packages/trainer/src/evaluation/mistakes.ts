import { offsetAt } from './clock-drift.ts';
import { alignedTrials, type ContactTrial } from './contact-trials.ts';
import type { RecordingMeta, SetName } from './datasets.ts';
import type { Observation } from './observe.ts';
import { STILL_CHORES } from './score-chores.ts';
import type { Interval, Segment } from './segments.ts';
import { toleranceOf } from './tolerances.ts';

/** Where and how badly a detector errs in a recording, or in one activity of it. */
export interface Mistakes {
  /** What it is compared with: the walks of a set, or an activity of one. */
  readonly group: string;
  readonly meta: RecordingMeta;
  /** How bad it is; 0 where nothing is wrong. Comparable within a group. */
  readonly size: number;
  /** The same in words, such as `111 found of 120, 12 missed and 3 false`. */
  readonly what: string;
  /** Where to look. */
  readonly where: Interval;
  /** Moments of what is wrong, in seconds on the sensor's clock, as far as they are known. */
  readonly times: readonly number[];
  /** True contacts on the sensor's clock, in seconds; null where they are not known. */
  readonly truth: readonly number[] | null;
  /** What counts neither way, on the sensor's clock. */
  readonly mask: readonly Interval[];
}

const SETS_WITH_CONTACTS: readonly SetName[] = ['handheld', 'phones', 'pockets', 'sports'];
/** What holds no step, in the sets whose recordings tell their activities. */
const STILL: readonly string[] = ['seated', 'standing_up', 'sitting_down', ...STILL_CHORES];
/** A minute may be off by this share against the spectrum. */
const RIGHT = 0.03;

/** All mistakes that can be known, recording by recording. */
export function mistakesOf(observations: readonly Observation[]): Mistakes[] {
  return [
    ...SETS_WITH_CONTACTS.flatMap((set) => {
      const own = observations.filter(({ meta, truth }) => meta.set === set && truth.length > 0);
      return alignedTrials(own, toleranceOf(set), set === 'pockets').trials.map(mistakesInWalks);
    }),
    ...observations.flatMap((one) =>
      stillPieces(one).map((piece) => mistakesWhereNobodySteps(one, piece)),
    ),
    ...observations.flatMap(mistakesInPace),
  ];
}

/** Missed and false contacts where the true ones are known. */
export function mistakesInWalks({ observation, clock, detected, match }: ContactTrial): Mistakes {
  const { meta, truth, mask, whole } = observation;
  const found = new Set(match.pairs.map((pair) => pair.truth));
  const right = new Set(match.pairs.map((pair) => pair.detected));
  const missed = truth.filter((_, place) => !found.has(place));
  const invented = detected.filter((_, place) => !right.has(place));
  const onSensor = (time: number): number => time + offsetAt(clock, time);
  return {
    group: meta.set === 'sports' ? `${meta.set} ${meta.activity}` : meta.set,
    meta,
    size: (missed.length + invented.length) / truth.length,
    what:
      `${detected.length} found of ${truth.length}, ` +
      `${missed.length} missed and ${invented.length} false`,
    where: whole,
    times: [...missed, ...invented].map(onSensor).sort((a, b) => a - b),
    truth: truth.map(onSensor),
    mask: mask.map(({ start, end }) => ({ start: onSensor(start), end: onSensor(end) })),
  };
}

/** The stretches of a recording in which nobody steps. */
function stillPieces({ meta, hasTruth, truth, segments, whole }: Observation): Segment[] {
  if (!('activity' in meta)) {
    return hasTruth ? [] : segments.filter(({ activity }) => STILL.includes(activity));
  }
  const isStill = hasTruth && truth.length === 0;
  const { activity } = meta;
  return isStill || (meta.set === 'watch' && STILL.includes(activity))
    ? [{ ...whole, activity }]
    : [];
}

/** All steps that are found in a stretch of a recording. */
export function mistakesWhereNobodySteps(
  { meta, detected, whole }: Pick<Observation, 'meta' | 'detected' | 'whole'>,
  { activity, start, end }: Segment,
): Mistakes {
  const times = detected.filter((time) => time >= start && time < end);
  // Of what is before and after, something else is known.
  const others = [
    { start: whole.start, end: start },
    { start: end, end: whole.end },
  ];
  return {
    group: `${meta.set} ${activity}`,
    meta,
    size: times.length / (end - start),
    what: `${times.length} false in ${Math.round(end - start)} s`,
    where: { start, end },
    times,
    truth: [],
    mask: others.filter((other) => other.end > other.start),
  };
}

/** The minute with the largest error against the spectrum. */
export function mistakesInPace({ meta, cadence, detected, segments }: Observation): Mistakes[] {
  return cadence.flatMap(({ start, stepsPerMinute }): Mistakes[] => {
    if (stepsPerMinute === null) return [];
    const where = { start, end: start + 60 };
    const found = detected.filter((time) => time >= where.start && time < where.end).length;
    const error = Math.abs(found / stepsPerMinute - 1);
    const activity =
      'activity' in meta
        ? meta.activity
        : segments.find((segment) => start >= segment.start && start < segment.end)?.activity;
    return [
      {
        group: `${meta.set} ${activity ?? ''}`,
        meta,
        size: error <= RIGHT ? 0 : error,
        what: `${found} found of ${Math.round(stepsPerMinute)} by the spectrum`,
        where,
        times: [],
        truth: null,
        mask: [],
      },
    ];
  });
}

/** The worst of each group, at most so many, no recording twice. */
export function worstOf(mistakes: readonly Mistakes[], each: number): Mistakes[] {
  const worst: Mistakes[] = [];
  for (const one of [...mistakes].sort((a, b) => b.size - a.size)) {
    const sameGroup = worst.filter(({ group }) => group === one.group);
    const isNew = !sameGroup.some(({ meta }) => meta.name === one.meta.name);
    if (one.size > 0 && isNew && sameGroup.length < each) worst.push(one);
  }
  return worst;
}
