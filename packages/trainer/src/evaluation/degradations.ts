import {
  normal,
  type RandomSource,
  type Rotation,
  rotateAll,
  STANDARD_GRAVITY,
} from '@stepstream/math';

import { gravityOf } from './gravity-of.ts';
import {
  arrange,
  interpolator,
  type KnownWalk,
  keepSamples,
  sampleInterval,
} from './known-walk.ts';

/** Jitter of timestamps, as a share of the sample interval: one standard deviation. */
const JITTER = 0.2;
/** Browsers round accelerations to this, m/s², to keep devices from being told apart. */
const BROWSER_STEP = 0.1;
/** Digits after the point that devices which speak of g commonly send. */
const G_DIGITS = 3;
/** Shortest and longest drop-out, and how far apart they are on average, in seconds. */
const DROP_OUT = [0.1, 0.4] as const;
const DROP_OUT_EVERY = 5;
/** Share of samples that come twice or late. */
const DISORDERED = 0.05;
/** A source this much faster than a rate is faster; less may be jitter. */
const FASTER = 1.1;

/**
 * Samples at an even, lower rate, each the value at its instant: without a filter before, as the
 * cheapest devices do it, so that faster vibration folds into the slower signal.
 *
 * @param rate samples a second
 * @returns null where the source is not faster than that
 */
export function resampled(walk: KnownWalk, rate: number): KnownWalk | null {
  const { times, truth } = walk;
  if (sampleInterval(times) * rate * FASTER > 1) return null;
  const start = times[0] as number;
  const count = Math.floor(((times.at(-1) as number) - start) * rate) + 1;
  const at = interpolator(walk);
  const even = Float64Array.from({ length: count }, (_, i) => start + i / rate);
  const accel = new Float64Array(3 * count);
  for (const [i, time] of even.entries()) accel.set(at(time), 3 * i);
  return { times: even, accel, truth };
}

/** Times that are off by a random part of the sample interval; the signal is as it was. */
export function jittered(walk: KnownWalk, random: RandomSource): KnownWalk {
  const spread = JITTER * sampleInterval(walk.times);
  return { ...walk, times: walk.times.map((time) => time + spread * normal(random)) };
}

/** Values rounded as browsers round them. */
export function rounded(walk: KnownWalk): KnownWalk {
  const steps = (value: number): number => Math.round(value / BROWSER_STEP) * BROWSER_STEP;
  return { ...walk, accel: walk.accel.map(steps) };
}

/** The device held in another way, the same throughout. */
export function turned(walk: KnownWalk, rotation: Rotation): KnownWalk {
  const accel = walk.accel.slice();
  rotateAll(rotation, accel);
  return { ...walk, accel };
}

/** Sent in g, to three digits, and converted back by the factor of a session with that unit. */
export function throughG(walk: KnownWalk): KnownWalk {
  const toAndFro = (value: number): number =>
    Number((value / STANDARD_GRAVITY).toFixed(G_DIGITS)) * STANDARD_GRAVITY;
  return { ...walk, accel: walk.accel.map(toAndFro) };
}

/** Without gravity: each axis less its mean over the two seconds around. */
export function withoutGravity(walk: KnownWalk): KnownWalk {
  const gravity = gravityOf(walk);
  return { ...walk, accel: walk.accel.map((value, i) => value - (gravity[i] as number)) };
}

/** Gaps of 0.1 to 0.4 s, one in five seconds on average, in which all samples are lost. */
export function withDropOuts(walk: KnownWalk, random: RandomSource): KnownWalk {
  const { times } = walk;
  const [shortest, longest] = DROP_OUT;
  const pause = (): number => -DROP_OUT_EVERY * Math.log(1 - random());
  let from = (times[0] as number) + pause();
  let to = from + shortest + random() * (longest - shortest);
  return keepSamples(walk, (sample) => {
    const time = times[sample] as number;
    while (time >= to) {
      from = to + pause();
      to = from + shortest + random() * (longest - shortest);
    }
    return time < from;
  });
}

/** One sample in twenty is out of order: half of these come twice, half after the next one. */
export function disordered(walk: KnownWalk, random: RandomSource): KnownWalk {
  const order: number[] = [];
  const last = walk.times.length - 1;
  for (let i = 0; i <= last; i++) {
    const draw = random() / DISORDERED;
    if (draw < 0.5) order.push(i, i);
    else if (draw < 1 && i < last) order.push(i + 1, i++);
    else order.push(i);
  }
  return arrange(walk, order);
}
