import {
  IDENTITY,
  normal,
  type RandomSource,
  randomRotation,
  rotateAll,
  STANDARD_GRAVITY,
} from '@stepstream/math';

import { type KnownWalk, keepSamples, sampleInterval } from './known-walk.ts';
import type { Interval } from './segments.ts';

/** Length of a piece, in seconds, and the longest stretch left out between two. */
const PIECE = 20;
const MAX_SKIP_SECONDS = 10;
/** How long the stream goes on after a piece, so that its last contacts can still be confirmed. */
const AFTERMATH = 1;
/** How often the device is put down, for how long it lies, and how long turning it takes, in s. */
const PUT_DOWN_EVERY = 60;
const LIES = 10;
const TURN = 0.5;
/** Noise of a device that lies on a table, m/s² a component. */
const TABLE_NOISE = 0.02;

/** A piece of a walk; what lies outside of `window` is not to be scored. */
export interface Piece {
  readonly walk: KnownWalk;
  readonly window: Interval;
}

/**
 * Cuts pieces of 20 s out of a walk at random places, for a detector that starts cold in each: most
 * of them begin in mid-walk. The stream goes on for a second after each, because a cold start is
 * meant to be measured here and not a sudden end.
 */
export function cutPieces(walk: KnownWalk, random: RandomSource): Piece[] {
  const { times } = walk;
  const end = times.at(-1) as number;
  const pieces: Piece[] = [];
  let start = (times[0] as number) + MAX_SKIP_SECONDS * random();
  while (start + PIECE + AFTERMATH <= end) {
    const window = { start, end: start + PIECE };
    const isIn = (sample: number): boolean => {
      const time = times[sample] as number;
      return time >= window.start && time < window.end + AFTERMATH;
    };
    pieces.push({ walk: keepSamples(walk, isIn), window });
    start = window.end + MAX_SKIP_SECONDS * random();
  }
  return pieces;
}

/**
 * The device is put down once a minute, lies for ten seconds in some other orientation, and is
 * taken up again in yet another, in which the walk goes on. Whatever comes after comes so much later.
 */
export function putDown({ times, accel, truth }: KnownWalk, random: RandomSource): KnownWalk {
  const interval = sampleInterval(times);
  const newTimes: number[] = [];
  const parts: Float64Array[] = [];
  const cuts: number[] = [];
  let orientation = IDENTITY;
  let from = 0;
  while (from < times.length) {
    const limit = (times[from] as number) + PUT_DOWN_EVERY;
    let to = from;
    while (to < times.length && (times[to] as number) < limit) to++;
    const part = accel.slice(3 * from, 3 * to);
    rotateAll(orientation, part);
    const late = cuts.length * LIES;
    for (let i = from; i < to; i++) newTimes.push((times[i] as number) + late);
    parts.push(part);
    if (to < times.length) {
      cuts.push(times[to] as number);
      orientation = randomRotation(random);
      const next = accel.slice(3 * to, 3 * to + 3);
      rotateAll(orientation, next);
      const count = Math.floor(LIES / interval);
      const start = (times[to] as number) + late;
      for (let i = 0; i < count; i++) newTimes.push(start + i * interval);
      parts.push(lying(count, interval, part.slice(-3), next, random));
    }
    from = to;
  }
  return {
    times: Float64Array.from(newTimes),
    accel: joined(parts),
    truth: truth.map((time) => time + LIES * cuts.filter((cut) => time >= cut).length),
  };
}

/** A device that is turned, lies, and is turned again: from one acceleration to another, m/s². */
function lying(
  count: number,
  interval: number,
  first: Float64Array,
  last: Float64Array,
  random: RandomSource,
): Float64Array {
  const table = Float64Array.of(0, 0, STANDARD_GRAVITY);
  rotateAll(randomRotation(random), table);
  const accel = new Float64Array(3 * count);
  for (let i = 0; i < count; i++) {
    const before = 1 - (i * interval) / TURN;
    const after = 1 - ((count - i) * interval) / TURN;
    const [other, share] = before > after ? [first, before] : [last, after];
    const held = Math.max(0, share);
    // On the sphere of gravity, not through it: a device that is turned doesn't fall.
    const mixed = Float64Array.from(
      table,
      (value, k) => value + held * ((other[k] as number) - value),
    );
    const length = Math.hypot(...mixed);
    const size = (1 - held) * STANDARD_GRAVITY + held * Math.hypot(...other);
    for (let k = 0; k < 3; k++) {
      const value = length > 0 ? ((mixed[k] as number) / length) * size : 0;
      accel[3 * i + k] = value + TABLE_NOISE * normal(random);
    }
  }
  return accel;
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
