import { countError } from '@stepstream/analysis';
import { median } from '@stepstream/math';
import type { CadenceBandScore } from './walk-report.ts';
import type { WalkTrial } from './walk-trials.ts';
import type { Walk } from './walks.ts';

/** Bands of cadence, each from the one before it to below this, in steps a minute. */
const BANDS = [
  { band: '<60', below: 60 },
  { band: '60–80', below: 80 },
  { band: '80–100', below: 100 },
  { band: '100–120', below: 120 },
  { band: '120–140', below: 140 },
  { band: '140+', below: Number.POSITIVE_INFINITY },
] as const;

/** So many intervals on either side of a contact tell its cadence: single ones are too rough. */
const NEIGHBOURS = 2;

/** Contacts by the cadence of the true ones around them. */
export function scoreCadenceBands(group: string, trials: readonly WalkTrial[]): CadenceBandScore[] {
  const contacts = trials.flatMap(contactsIn);
  return BANDS.map(({ band, below }, i) => {
    const from = BANDS[i - 1]?.below ?? 0;
    const own = contacts.filter(({ cadence }) => cadence >= from && cadence < below);
    const truth = own.length;
    const detected = own.reduce((sum, contact) => sum + contact.detected, 0);
    return {
      group,
      band,
      people: new Set(own.map(({ person }) => person)).size,
      truth,
      detected,
      bias: countError({ detected, truth }),
      recall: truth > 0 ? own.filter(({ isFound }) => isFound).length / truth : null,
    };
  }).filter(({ truth }) => truth > 0);
}

interface PacedContact {
  readonly person: string;
  /** Steps a minute around it. */
  readonly cadence: number;
  readonly isFound: boolean;
  /** Detected contacts nearer to this one than to its neighbours. */
  readonly detected: number;
}

function contactsIn(trial: WalkTrial): PacedContact[] {
  const found = new Set(trial.match.pairs.map((pair) => pair.truth));
  return trial.walks.flatMap((walk) =>
    Array.from({ length: walk.to - walk.from }, (_, i) => walk.from + i).flatMap((place) => {
      const interval = intervalAround(trial, walk, place);
      if (interval === null) return [];
      return {
        person: trial.person,
        cadence: 60 / interval,
        isFound: found.has(place),
        detected: detectedAround(trial, walk, place, interval),
      };
    }),
  );
}

/**
 * The middle one of the intervals around a contact, within its walk, in seconds. Where a contact may
 * be missing, there is no interval; null if that leaves none.
 */
function intervalAround(
  { truth, unknown }: WalkTrial,
  { from, to }: Walk,
  place: number,
): number | null {
  const first = Math.max(from, place - NEIGHBOURS);
  const last = Math.min(to - 1, place + NEIGHBOURS);
  const intervals = truth
    .slice(first, last)
    .map((start, i) => ({ start, end: Number(truth[first + i + 1]) }))
    .filter(({ start, end }) => !unknown.some((one) => one.start < end && one.end > start));
  return median(intervals.map(({ start, end }) => end - start));
}

/** How many contacts were found from half way to the one before to half way to the one after. */
function detectedAround(
  { truth, detected }: WalkTrial,
  { from, to }: Walk,
  place: number,
  interval: number,
): number {
  const time = Number(truth[place]);
  const before = place > from ? Number(truth[place - 1]) : time - interval;
  const after = place < to - 1 ? Number(truth[place + 1]) : time + interval;
  const [start, end] = [(before + time) / 2, (time + after) / 2];
  return detected.filter((one) => one >= start && one < end).length;
}
