import { normal, type RandomSource, rotate, uniformRotation } from '@stepstream/math';
import type { Track } from './corpus.ts';

/** A piece of a recording, changed as another person or device might have made it. */
export interface Piece {
  /** Seconds since the piece began, ascending; length n. */
  readonly times: Float64Array;
  /** m/s², x y z interleaved; length 3n. */
  readonly accel: Float64Array;
  /** Contacts, in seconds since the piece began. */
  readonly contacts: readonly { readonly time: number; readonly side: 0 | 1 | null }[];
  /** Stretches that teach nothing, in seconds since the piece began. */
  readonly unknown: readonly { readonly start: number; readonly end: number }[];
}

/** Samples around one over which its gravity is averaged, in seconds either way. */
const GRAVITY_REACH = 0.7;

/**
 * Cuts `seconds` from a track at random and changes them: cadence, tilt, force, sharpness, noise,
 * resolution, gain, frozen values, sampling rate and jitter; at rest also handling. Which changes, how
 * often and how far: the project's first study, and what devices are known to do.
 */
export function augmentedPiece(track: Track, seconds: number, random: RandomSource): Piece {
  const chance = (probability: number) => random() < probability;
  const between = (low: number, high: number) => low + (high - low) * random();
  const logBetween = (low: number, high: number) => low * (high / low) ** random();

  const speed = chance(0.8) ? logBetween(0.7, 1.5) : 1;
  const { first, last, start } = cut(track, seconds * speed, random);
  const rate = devicesRate(track, chance, between);
  const count = last - first;

  const times = new Float64Array(count);
  const accel = new Float64Array(3 * count);
  const gravity = slowPart(track, first, last);
  const rotation = uniformRotation(random(), random(), random());
  const force = logBetween(0.6, 1.6);
  const gain = between(0.97, 1.03);
  const smoothing = chance(0.5)
    ? 1 - Math.exp((-2 * Math.PI * between(3, 9)) / sampleRate(track))
    : 0;
  const sharpness = smoothing > 0 ? between(0.25, 1.8) : 1;
  const noise = chance(0.5) ? logBetween(0.02, 0.3) : 0;
  const low = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    times[i] = ((track.times[first + i] as number) - start) / speed;
    const own: [number, number, number] = [0, 0, 0];
    for (let axis = 0; axis < 3; axis++) {
      const slow = gravity[3 * i + axis] as number;
      const deviation = (track.accel[3 * (first + i) + axis] as number) - slow;
      const smooth = (low[axis] as number) + smoothing * (deviation - (low[axis] as number));
      low[axis] = smooth;
      const equalised = smoothing > 0 ? smooth + sharpness * (deviation - smooth) : deviation;
      own[axis] = gain * (slow + force * equalised) + (noise > 0 ? noise * normal(random) : 0);
    }
    accel.set(rotate(rotation, own), 3 * i);
  }
  if ((track.kind === 'rest' || track.kind === 'transitions') && chance(0.5))
    handle(times, accel, random);
  if (chance(0.15)) freeze(accel, count, sampleRate(track), random);
  const resampled = rate === null ? { times, accel } : atRate(times, accel, rate);
  if (chance(0.5)) jitter(resampled.times, random);
  if (chance(0.15)) coarsen(resampled.accel, 10);
  const moved = (time: number) => (time - start) / speed;
  return {
    ...resampled,
    contacts: track.contacts
      .filter(({ time }) => time > start - 1 && time < start + seconds * speed + 1)
      .map(({ time, side }) => ({ time: moved(time), side })),
    unknown: track.unknown
      .filter((one) => one.end > start - 1 && one.start < start + seconds * speed + 1)
      .map((one) => ({ start: moved(one.start), end: moved(one.end) })),
  };
}

/** Where to cut: a window of the track, or all of it where it is shorter. */
function cut(track: Track, seconds: number, random: RandomSource) {
  const { times } = track;
  const begin = times[0] as number;
  const room = Math.max((times.at(-1) as number) - begin - seconds, 0);
  const start = begin + random() * room;
  const first = Math.min(indexOf(times, start), times.length - 2);
  return { start, first, last: Math.max(indexOf(times, start + seconds), first + 2) };
}

/** Another device's rate for some pieces, never above the track's own; null keeps its samples. */
function devicesRate(
  track: Track,
  chance: (probability: number) => boolean,
  between: (low: number, high: number) => number,
): number | null {
  return chance(0.35) ? Math.min(between(20, 100), sampleRate(track)) : null;
}

function sampleRate({ times }: Track): number {
  return (times.length - 1) / ((times.at(-1) as number) - (times[0] as number));
}

/** The mean of the samples around each: gravity and slow turning. */
function slowPart(track: Track, first: number, last: number): Float64Array {
  const reach = Math.max(1, Math.round(GRAVITY_REACH * sampleRate(track)));
  const { accel } = track;
  const slow = new Float64Array(3 * (last - first));
  for (let axis = 0; axis < 3; axis++) {
    let sum = 0;
    let from = Math.max(0, first - reach);
    let to = from;
    for (let i = first; i < last; i++) {
      const end = Math.min(accel.length / 3, i + reach + 1);
      for (; to < end; to++) sum += accel[3 * to + axis] as number;
      for (; from < i - reach; from++) sum -= accel[3 * from + axis] as number;
      slow[3 * (i - first) + axis] = sum / (to - from);
    }
  }
  return slow;
}

/** Somebody handles the device: it turns to and fro, and is pushed. */
function handle(times: Float64Array, accel: Float64Array, random: RandomSource): void {
  const turn = 1.2 * random();
  const push = 2.5 * random();
  const turnRate = 2 * Math.PI * (0.3 + 1.2 * random());
  const pushRate = 2 * Math.PI * (0.3 + 2.2 * random());
  const phase = 2 * Math.PI * random();
  const from = random() * 8;
  const to = from + 1 + 4 * random();
  for (let i = 0; i < times.length; i++) {
    const time = times[i] as number;
    if (time < from || time > to) continue;
    const envelope = Math.sin((Math.PI * (time - from)) / (to - from));
    const angle = envelope * turn * Math.sin(turnRate * time + phase);
    const x = accel[3 * i] as number;
    const y = accel[3 * i + 1] as number;
    accel[3 * i] = Math.cos(angle) * x - Math.sin(angle) * y;
    accel[3 * i + 1] = Math.sin(angle) * x + Math.cos(angle) * y;
    accel[3 * i + 2] =
      (accel[3 * i + 2] as number) + envelope * push * Math.sin(pushRate * time + 2 * phase);
  }
}

/** A driver that repeats a value for a while. */
function freeze(accel: Float64Array, count: number, rate: number, random: RandomSource): void {
  const at = Math.floor(random() * count);
  const end = Math.min(count, at + Math.ceil(0.12 * random() * rate));
  for (let i = at + 1; i < end; i++) accel.copyWithin(3 * i, 3 * at, 3 * at + 3);
}

/** The same signal as a device of another rate would have sampled it. */
function atRate(times: Float64Array, accel: Float64Array, rate: number) {
  const start = times[0] as number;
  const count = Math.floor(((times.at(-1) as number) - start) * rate);
  const result = { times: new Float64Array(count), accel: new Float64Array(3 * count) };
  let at = 0;
  for (let i = 0; i < count; i++) {
    const time = start + i / rate;
    while (at + 2 < times.length && (times[at + 1] as number) < time) at++;
    const before = times[at] as number;
    const share = (time - before) / ((times[at + 1] as number) - before || 1);
    result.times[i] = time;
    for (let axis = 0; axis < 3; axis++) {
      const a = accel[3 * at + axis] as number;
      const b = accel[3 * at + 3 + axis] as number;
      result.accel[3 * i + axis] = a + share * (b - a);
    }
  }
  return result;
}

/** Times that are a little off, but still increase. */
function jitter(times: Float64Array, random: RandomSource): void {
  for (let i = 1; i + 1 < times.length; i++) {
    const room =
      0.4 *
      Math.min(
        (times[i] as number) - (times[i - 1] as number),
        (times[i + 1] as number) - (times[i] as number),
      );
    const shift = 0.0024 * normal(random);
    times[i] = (times[i] as number) + Math.min(Math.max(shift, -room), room);
  }
}

function coarsen(accel: Float64Array, parts: number): void {
  for (let i = 0; i < accel.length; i++)
    accel[i] = Math.round((accel[i] as number) * parts) / parts;
}

/** The first index whose time is not before `time`. */
function indexOf(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
