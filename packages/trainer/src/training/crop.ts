import type { RandomSource } from '@stepstream/math';
import { indexAt } from '../frames.ts';
import { type Bout, boutsOf } from './bouts.ts';
import type { Track } from './track.ts';

/** A stretch of a track as it was recorded, with what is known of it; times from its beginning. */
export interface Crop {
  /** Seconds, ascending; length n. */
  readonly times: Float64Array;
  /** m/s², x y z interleaved; length 3n. */
  readonly accel: Float64Array;
  readonly contacts: readonly number[];
  readonly unknown: readonly { readonly start: number; readonly end: number }[];
  /** First and last contacts of walks, where they are known to be that. */
  readonly edges: readonly number[];
}

/** Share of crops in which a walk begins or ends, where the track has such moments. */
const EDGE_SHARE = 0.45;
/** Share of crops in which a walk is cut short, where the track has whole walks. */
const SHORT_SHARE = 0.2;
/** Share of crops that look for a place with few contacts, and how often they look. */
const REST_SHARE = 0.15;
const LOOKS = 8;
/** A walk is cut short to no more contacts than this at either end. */
const MAX_KEPT = 4;
/** Over so long, in seconds, what was cut apart is joined. */
const JOINT = 0.12;

const boutsByTrack = new WeakMap<Track, readonly Bout[]>();

/** Cuts `seconds` from a track at random, or all of it where it is shorter. */
export function cropOf(track: Track, seconds: number, random: RandomSource): Crop {
  const bouts = boutsByTrack.get(track) ?? boutsOf(track);
  boutsByTrack.set(track, bouts);
  const whole = bouts.filter(
    ({ begins, ends, contacts }) => begins && ends && contacts.length > 2 * MAX_KEPT,
  );
  if (whole.length > 0 && random() < SHORT_SHARE) {
    return shortWalk(
      track,
      bouts,
      whole[Math.floor(random() * whole.length)] as Bout,
      seconds,
      random,
    );
  }
  const edges = edgesOf(bouts);
  const begin = track.times[0] as number;
  const latest = Math.max((track.times.at(-1) as number) - seconds, begin);
  const anywhere =
    random() < REST_SHARE
      ? emptiest(track, seconds, begin, latest, random)
      : begin + random() * (latest - begin);
  const edge = edges[Math.floor(random() * edges.length)];
  const start =
    edge !== undefined && random() < EDGE_SHARE
      ? Math.min(Math.max(edge - random() * seconds, begin), latest)
      : anywhere;
  return cut(track, edges, start, start + seconds);
}

/** Where, of some places at random, the fewest contacts are. */
function emptiest(
  { contacts }: Track,
  seconds: number,
  begin: number,
  latest: number,
  random: RandomSource,
): number {
  let best = begin;
  let fewest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < LOOKS; i++) {
    const start = begin + random() * (latest - begin);
    const count = contacts.filter((time) => time >= start && time < start + seconds).length;
    if (count >= fewest) continue;
    fewest = count;
    best = start;
  }
  return best;
}

function edgesOf(bouts: readonly Bout[]): number[] {
  return bouts.flatMap(({ contacts, begins, ends }) => [
    ...(begins ? [contacts[0] as number] : []),
    ...(ends ? [contacts.at(-1) as number] : []),
  ]);
}

function cut(track: Track, edges: readonly number[], start: number, end: number): Crop {
  const first = Math.min(indexAt(track.times, start), track.times.length - 2);
  const last = Math.max(indexAt(track.times, end), first + 2);
  const inside = (time: number) => time > start - 1 && time < end + 1;
  return {
    times: track.times.slice(first, last).map((time) => time - start),
    accel: track.accel.slice(3 * first, 3 * last),
    contacts: track.contacts.filter(inside).map((time) => time - start),
    unknown: track.unknown
      .filter((one) => one.end > start - 1 && one.start < end + 1)
      .map((one) => ({ start: one.start - start, end: one.end - start })),
    edges: edges.filter(inside).map((time) => time - start),
  };
}

/** A walk of a few contacts: the beginning of a walk and its end, with what was between left out. */
function shortWalk(
  track: Track,
  bouts: readonly Bout[],
  bout: Bout,
  seconds: number,
  random: RandomSource,
): Crop {
  const { contacts } = bout;
  const atBeginning = 1 + Math.floor(random() * MAX_KEPT);
  let atEnd = 1 + Math.floor(random() * MAX_KEPT);
  // Feet go on alternating over the joint.
  if ((contacts.length - atEnd - atBeginning) % 2 !== 0) atEnd++;
  const middle = (i: number) => ((contacts[i - 1] as number) + (contacts[i] as number)) / 2;
  const leave = middle(atBeginning);
  const enter = middle(contacts.length - atEnd);
  const kept = leave - (contacts[0] as number) + ((contacts.at(-1) as number) - enter);
  const start = (contacts[0] as number) - random() * Math.max(seconds - kept, 1);
  const before = cut(track, edgesOf(bouts), Math.max(start, track.times[0] as number), leave);
  const length = leave - Math.max(start, track.times[0] as number);
  const after = cut(track, edgesOf(bouts), enter, enter + Math.max(seconds - length, kept + 1));
  return joined(before, after, length);
}

/** Two crops one after the other; the step between them is spread over a while. */
function joined(before: Crop, after: Crop, at: number): Crop {
  const accel = new Float64Array(before.accel.length + after.accel.length);
  accel.set(before.accel);
  accel.set(after.accel, before.accel.length);
  const times = Float64Array.from([...before.times, ...after.times.map((time) => time + at)]);
  const joint = before.times.length;
  for (let axis = 0; axis < 3; axis++) {
    const step = (accel[3 * joint + axis] as number) - (accel[3 * (joint - 1) + axis] as number);
    for (let i = 0; i < times.length; i++) {
      const away = Math.abs((times[i] as number) - at);
      if (away >= JOINT) continue;
      const share = 0.5 * step * (1 - away / JOINT);
      accel[3 * i + axis] = (accel[3 * i + axis] as number) + (i < joint ? share : -share);
    }
  }
  const early = (time: number) => time < at;
  const late = (time: number) => time >= 0;
  const moved = (time: number) => time + at;
  return {
    times,
    accel,
    contacts: [...before.contacts.filter(early), ...after.contacts.filter(late).map(moved)],
    edges: [...before.edges.filter(early), ...after.edges.filter(late).map(moved)],
    unknown: [
      ...before.unknown
        .filter(({ start }) => start < at)
        .map(({ start, end }) => ({ start, end: Math.min(end, at) })),
      ...after.unknown
        .filter(({ end }) => end > 0)
        .map(({ start, end }) => ({ start: Math.max(start, 0) + at, end: end + at })),
    ],
  };
}
