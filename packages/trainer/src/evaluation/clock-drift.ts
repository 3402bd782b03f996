import type { Contacts } from '@stepstream/analysis';

/** By how much detected times are later than true ones, in seconds, at some moment of the truth. */
export interface ClockPoint {
  readonly time: number;
  readonly offset: number;
}

/** Length of a look at the contacts, and from one to the next, in seconds. */
const WINDOW = 16;
const HOP = 8;
/** Offsets tried: up to this either way, so far apart, in seconds. */
const FARTHEST = 0.7;
const GRID = 0.02;
/** The first one is within this of the recording's constant offset, in seconds: less than a step. */
const FIRST = 0.2;
/** From look to look a clock moves by no more than so many places of the grid, each at this cost. */
const MOST_PLACES = 5;
const COST = 0.5;
/**
 * Contacts this far apart, in seconds, agree no more, and nearer ones in part: by the square, so that
 * where the two feet differ the middle between them is best.
 */
const AGREEING = 0.2;

/**
 * Follows a reference's clock that runs apart from the sensor's. Some recordings of the pockets set
 * end half a second apart, after minutes in which nothing was amiss: one constant doesn't fit them,
 * and half a second is a step.
 *
 * Every look at 16 s of a recording tells how well the contacts agree at each offset; of all ways
 * through these the best is taken, where each change of the offset costs as much as half a contact
 * (dynamic programming, as in Viterbi's algorithm). So it can't slip by a step: that would be a jump.
 *
 * @param constant the offset to begin near, in seconds
 * @returns the offset in the middle of each look, in order of time
 */
export function followClock({ detected, truth }: Contacts, constant: number): ClockPoint[] {
  const offsets = Array.from(
    { length: 2 * Math.round(FARTHEST / GRID) + 1 },
    (_, place) => constant - FARTHEST + place * GRID,
  );
  const looks = looksAt(truth);
  const steps: number[][] = [];
  let scores = offsets.map((offset) => {
    const away = Math.abs(offset - constant);
    return away > FIRST ? Number.NEGATIVE_INFINITY : (-COST * away) / GRID;
  });
  for (const look of looks) {
    const from = offsets.map((_, place) => bestBefore(scores, place));
    scores = offsets.map((offset, place) => {
      const before = from[place] as number;
      const kept = Number(scores[before]) - COST * Math.abs(before - place);
      return kept + agreement(look.contacts, detected, offset);
    });
    steps.push(from);
  }
  let place = scores.indexOf(Math.max(...scores));
  const path: ClockPoint[] = [];
  for (const [i, look] of [...looks.entries()].reverse()) {
    path.unshift({ time: look.middle, offset: offsets[place] as number });
    place = steps[i]?.[place] as number;
  }
  return path;
}

/** The offset at a time, in a straight line between the points, and as at the outermost outside. */
export function offsetAt(clock: readonly ClockPoint[], time: number): number {
  const next = clock.findIndex((point) => point.time >= time);
  const [before, after] = [clock[next - 1] ?? clock.at(next < 0 ? -1 : 0), clock[next]];
  if (!before || !after || after.time === before.time) return (before ?? after)?.offset ?? 0;
  const share = (time - before.time) / (after.time - before.time);
  return before.offset + share * (after.offset - before.offset);
}

interface Look {
  readonly middle: number;
  readonly contacts: readonly number[];
}

function looksAt(truth: readonly number[]): Look[] {
  const first = truth[0] ?? 0;
  const last = truth.at(-1) ?? 0;
  const count = truth.length === 0 ? 0 : Math.max(1, Math.ceil((last - first - WINDOW / 2) / HOP));
  return Array.from({ length: count }, (_, i) => {
    const start = first + i * HOP;
    return {
      middle: start + WINDOW / 2,
      contacts: truth.filter((time) => time >= start && time <= start + WINDOW),
    };
  });
}

/** The place of the look before from which this one is reached best. */
function bestBefore(scores: readonly number[], place: number): number {
  let best = place;
  for (let k = place - MOST_PLACES; k <= place + MOST_PLACES; k++) {
    const score = scores[k];
    if (score === undefined) continue;
    if (score - COST * Math.abs(k - place) > Number(scores[best]) - COST * Math.abs(best - place)) {
      best = k;
    }
  }
  return best;
}

/** How many contacts agree at an offset, each from 0 to 1. */
function agreement(
  contacts: readonly number[],
  detected: readonly number[],
  offset: number,
): number {
  let sum = 0;
  let d = 0;
  for (const contact of contacts) {
    const aim = contact + offset;
    while (
      d + 1 < detected.length &&
      distance(detected, d + 1, aim) <= distance(detected, d, aim)
    ) {
      d += 1;
    }
    sum += Math.max(0, 1 - (distance(detected, d, aim) / AGREEING) ** 2);
  }
  return sum;
}

function distance(detected: readonly number[], place: number, time: number): number {
  return Math.abs((detected[place] ?? Number.POSITIVE_INFINITY) - time);
}
