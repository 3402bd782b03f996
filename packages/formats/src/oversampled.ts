/** So many samples are looked at: half a minute as devices sample, and less than a step where a laboratory does. */
const WINDOW = 2048;
/** Noise of a sensor is not in the mean of so many; a step is. */
const SMOOTH = 16;
/** Of a body that walks the strength crosses its mean this often in a window; in half a second it does so a few times. */
const MIN_CROSSINGS = 24;

/**
 * Whether an acceleration changes so slowly from sample to sample as thousands a second do: where it moves most, there is
 * less than a few steps in two thousand samples.
 *
 * @param accel - x, y, z of each sample, in any unit
 */
export function isOversampled(accel: Float64Array): boolean {
  const strengths = smoothStrengths(accel);
  const size = WINDOW / SMOOTH;
  let most = 0;
  let crossings = MIN_CROSSINGS;
  for (let from = 0; from + size <= strengths.length; from += size) {
    const window = strengths.subarray(from, from + size);
    const mean = window.reduce((sum, value) => sum + value, 0) / size;
    const spread = Math.sqrt(window.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size);
    if (spread <= most) continue;
    most = spread;
    crossings = crossingsOf(window, mean, spread / 4);
  }
  return crossings < MIN_CROSSINGS;
}

/** The length of the acceleration, one of every {@link SMOOTH} samples: their mean. */
function smoothStrengths(accel: Float64Array): Float64Array {
  const found = new Float64Array(Math.floor(accel.length / 3 / SMOOTH));
  for (let i = 0; i < found.length; i++) {
    let sum = 0;
    for (let at = 3 * SMOOTH * i; at < 3 * SMOOTH * (i + 1); at += 3)
      sum += Math.hypot(accel[at] as number, accel[at + 1] as number, accel[at + 2] as number);
    found[i] = sum / SMOOTH;
  }
  return found;
}

/** How often values go from one side of their mean to the other, by more than a margin. */
function crossingsOf(values: Float64Array, mean: number, margin: number): number {
  let side = 0;
  let count = 0;
  for (const value of values) {
    const now = value > mean + margin ? 1 : value < mean - margin ? -1 : side;
    if (now !== side && side !== 0) count++;
    side = now;
  }
  return count;
}
