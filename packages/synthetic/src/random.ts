/** A source of random numbers that gives the same ones for the same seed. */
export interface Random {
  /** The next number, uniform in [0, 1). */
  uniform(): number;
  /** The next number of a normal distribution with mean 0 and standard deviation 1. */
  normal(): number;
}

/**
 * A small generator of random numbers: mulberry32 (Tommy Ettinger), 32 bits of state. Good enough
 * for noise, and the same everywhere.
 *
 * @param seed - an integer; only its lower 32 bits count
 */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296;
  };
  // Box and Muller's transform; 1 - u keeps the logarithm away from zero.
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}
