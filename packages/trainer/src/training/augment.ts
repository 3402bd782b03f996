import { normal, type RandomSource } from '@stepstream/math';
import { type Crop, cropOf } from './crop.ts';
import { atRate, coarsen, endEarly, freeze, handle, jitter } from './device-faults.ts';
import type { Track, TrackKind } from './track.ts';

/** A piece of a recording, changed as another person or device might have made it. */
export type Piece = Crop;

/** Time around a sample over which its gravity is averaged, in seconds either way. */
const GRAVITY_REACH = 0.7;

/** How soft a walk may become: this share of itself, and no softer than this, in m/s². */
const SOFTEST = 0.15;
const SOFTEST_MOTION = 0.3;
/** In these, pieces without a contact are people at rest, who may also handle the device. */
const STILL = new Set<TrackKind>(['rest', 'transitions', 'handheld']);

/**
 * Cuts `seconds` from a track at random and changes them: cadence, force, sharpness, noise,
 * resolution, gain, frozen values, sampling rate and jitter; at rest also handling. Which changes, how
 * often and how far: the project's first study, and what devices and slow walkers are known to do.
 * There is no turning: what the network sees does not depend on how the device is held.
 */
export function augmentedPiece(track: Track, seconds: number, random: RandomSource): Piece {
  const chance = (probability: number) => random() < probability;
  const between = (low: number, high: number) => low + (high - low) * random();
  const logBetween = (low: number, high: number) => low * (high / low) ** random();

  const speed = chance(0.2) ? 1 : chance(0.2) ? logBetween(0.42, 0.75) : logBetween(0.7, 1.45);
  const crop = cropOf(track, seconds * speed, random);
  const rate =
    (crop.times.length - 1) / ((crop.times.at(-1) as number) - (crop.times[0] as number));
  // Restlessness as strong as a soft walk is still none.
  const still = crop.contacts.length === 0 && STILL.has(track.kind);
  const force = chance(0.3)
    ? still
      ? logBetween(1, 4)
      : logBetween(Math.min(Math.max(SOFTEST, SOFTEST_MOTION / strengthOf(crop)), 0.7), 0.7)
    : logBetween(0.6, 1.6);
  const equalised = chance(0.5);
  const change: Change = {
    force,
    gain: between(0.97, 1.03),
    smoothing: equalised ? 1 - Math.exp((-2 * Math.PI * between(3, 9)) / rate) : 1,
    sharpness: equalised ? between(0.25, 1.8) : 1,
    // Noise that drowns a soft walk would make its contacts untrue.
    noise: chance(0.5) ? Math.min(1, 1.5 * force) * logBetween(0.02, 0.3) : 0,
  };
  const accel = changed(crop.accel, Math.max(1, Math.round(GRAVITY_REACH * rate)), change, random);
  const times = crop.times.map((time) => time / speed);
  if (still && chance(0.4)) {
    handle(times, accel, random);
  }
  if (chance(0.15)) freeze(accel, rate * speed, random);
  const slower = chance(0.35) ? Math.min(between(20, 60), rate * speed) : null;
  const sampled = slower === null ? { times, accel } : atRate(times, accel, slower);
  if (chance(0.5)) jitter(sampled.times, random);
  if (chance(0.15)) coarsen(sampled.accel, 10);
  const piece: Piece = {
    ...sampled,
    contacts: crop.contacts.map((time) => time / speed),
    edges: crop.edges.map((time) => time / speed),
    unknown: crop.unknown.map(({ start, end }) => ({ start: start / speed, end: end / speed })),
  };
  return chance(0.12) ? endEarly(piece, random) : piece;
}

/** How much |a| varies over a crop: its standard deviation, in m/s². */
function strengthOf({ accel }: Crop): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < accel.length; i += 3) {
    const x = accel[i] as number;
    const y = accel[i + 1] as number;
    const z = accel[i + 2] as number;
    const square = x * x + y * y + z * z;
    sum += Math.sqrt(square);
    squares += square;
  }
  const count = accel.length / 3;
  return Math.sqrt(Math.max(squares / count - (sum / count) ** 2, 1e-6));
}

/** What is done to each sample. */
interface Change {
  /** Factor on what deviates from gravity. */
  readonly force: number;
  /** Factor on everything. */
  readonly gain: number;
  /** Share of the newest sample in a low-pass; what is above it is made sharper or duller. */
  readonly smoothing: number;
  readonly sharpness: number;
  /** Standard deviation, in m/s². */
  readonly noise: number;
}

function changed(
  accel: Float64Array,
  reach: number,
  { force, gain, smoothing, sharpness, noise }: Change,
  random: RandomSource,
): Float64Array {
  const result = new Float64Array(accel.length);
  const count = accel.length / 3;
  for (let axis = 0; axis < 3; axis++) {
    // The mean of the samples around each: gravity and slow turning.
    let sum = 0;
    let from = 0;
    let to = 0;
    let low = 0;
    for (let i = 0; i < count; i++) {
      const end = Math.min(count, i + reach + 1);
      for (; to < end; to++) sum += accel[3 * to + axis] as number;
      for (; from < i - reach; from++) sum -= accel[3 * from + axis] as number;
      const slow = sum / (to - from);
      const deviation = (accel[3 * i + axis] as number) - slow;
      low += smoothing * (deviation - low);
      const equalised = low + sharpness * (deviation - low);
      const added = noise > 0 ? noise * normal(random) : 0;
      result[3 * i + axis] = gain * (slow + force * equalised) + added;
    }
  }
  return result;
}
