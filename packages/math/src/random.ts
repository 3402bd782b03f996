/** Returns the next number, uniform in [0, 1). */
export type RandomSource = () => number;

/**
 * A small seeded generator: mulberry32 (Tommy Ettinger, public domain), 32 bits of state. The same
 * seed gives the same numbers on every machine, so synthetic walks, training and reports can be
 * reproduced to the last digit. Published results depend on this exact sequence: do not change it.
 *
 * @param seed an integer; only its lower 32 bits count
 */
export function seededRandom(seed: number): RandomSource {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The next number of a normal distribution with mean 0 and standard deviation 1, by the transform
 * of Box and Muller (1958). It takes two numbers from `random`.
 */
export function normal(random: RandomSource): number {
  // 1 - random() keeps the logarithm away from zero.
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
