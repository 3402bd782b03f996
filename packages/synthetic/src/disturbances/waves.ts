import type { RandomSource } from '@stepstream/math';

/** A quantity over time in s. */
export type Wave = (time: number) => number;

const TURN = 2 * Math.PI;
/** Sines that make a band of noise: enough for its height to come and go as noise's does. */
const COMPONENTS = 16;

/**
 * Noise of a band of frequencies with a root mean square of 1: the sum of sines at random frequencies,
 * spread evenly. The narrower the band, the more it is a tone whose height swells and fades.
 *
 * Being a function of time it can be sampled at any rate, without a filter as cheap devices do.
 *
 * @param low in Hz, as is `high`
 */
export function noiseBand(random: RandomSource, low: number, high: number): Wave {
  const height = Math.sqrt(2 / COMPONENTS);
  const speeds = new Float64Array(COMPONENTS);
  const phases = new Float64Array(COMPONENTS);
  for (let k = 0; k < COMPONENTS; k++) {
    speeds[k] = TURN * (low + ((k + random()) / COMPONENTS) * (high - low));
    phases[k] = TURN * random();
  }
  return (time) => {
    let sum = 0;
    for (let k = 0; k < COMPONENTS; k++) {
      sum += Math.sin((speeds[k] as number) * time + (phases[k] as number));
    }
    return height * sum;
  };
}

/**
 * Cycles since the start of something that repeats at `rate` a second, but not quite: it strays by
 * `stray` of a cycle (one standard deviation) within a few of them.
 */
export function strayingCycles(random: RandomSource, rate: number, stray: number): Wave {
  const slow = noiseBand(random, 0.02 * rate, 0.1 * rate);
  const fast = noiseBand(random, 0.1 * rate, 0.35 * rate);
  return (time) => rate * time + stray * (2 * slow(time) + fast(time));
}

/** From 0 to 1 along an S without a jerk at either end (Flash & Hogan 1985), as hands move. */
export function ease(share: number): number {
  if (share <= 0) return 0;
  if (share >= 1) return 1;
  return share ** 3 * (10 - 15 * share + 6 * share ** 2);
}

/** The second derivative of {@link ease}; 0 before and after. */
export function easeAcceleration(share: number): number {
  if (share <= 0 || share >= 1) return 0;
  return 60 * share * (1 - share) * (1 - 2 * share);
}
