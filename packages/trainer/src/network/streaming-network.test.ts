import { describe, expect, test } from 'bun:test';
import {
  CHANNELS,
  createNetwork,
  FRAMES_AT_ONCE,
  INPUTS,
  MEMORY_CHANNELS,
  MEMORY_GAINS,
  NetworkKernel,
  OUTPUTS,
  PARAMETER_COUNT,
  PlainNetwork,
  RECEPTIVE_FIELD,
  restoreState,
  STEM_TAPS,
  type StreamingNetwork,
  saveState,
  tensor,
  WasmNetwork,
} from '@stepstream/detector/internals';
import { normal, type RandomSource, seededRandom } from '@stepstream/math';
import { NetworkGradient } from './gradient.ts';
import { compileKernels } from './kernels.ts';

const kernels = await compileKernels();
/** Long enough for every ring to go round several times. */
const LENGTH = 400;
/** What the rings' rounding may do to a logit. */
const ROUNDING = 1e-3;

function randomWeights(random: RandomSource): Float32Array {
  return Float32Array.from({ length: PARAMETER_COUNT }, () => 0.2 * normal(random));
}

/** The same network, but that its memory tells it nothing. */
function withoutMemory(weights: Float32Array): Float32Array {
  const { offset, length } = tensor('memory.weight');
  return weights.slice().fill(0, offset, offset + length);
}

/** Inputs of a stretch, a pair each; as single floats, as the trainer has them. */
function randomPairs(random: RandomSource, length = LENGTH): Float64Array[] {
  return Array.from({ length }, () =>
    Float64Array.from({ length: INPUTS }, () => Math.fround(normal(random))),
  );
}

/** The logits of each pair. */
function streamed(network: StreamingNetwork, pairs: readonly Float64Array[]): number[][] {
  return pairs.map((pair) => [...network.next(pair)]);
}

function atOnce(weights: Float32Array, pairs: readonly Float64Array[]): number[][] {
  const network = new NetworkGradient(kernels, LENGTH);
  network.parameters.set(weights);
  for (let i = 0; i < INPUTS; i++) {
    network.input(i).set(pairs.map((pair) => pair[i] as number));
  }
  network.forward();
  const rows = Array.from({ length: OUTPUTS }, (_, o) => network.output(o));
  return pairs.map((_, t) => rows.map((row) => row[t] as number));
}

/** Largest difference of logits, as a share of the largest of them. */
function difference(some: readonly number[][], others: readonly number[][]): number {
  expect(some.length).toBe(others.length);
  const [a, b] = [some.flat(), others.flat()];
  const largest = Math.max(1, ...a.map(Math.abs));
  return Math.max(...a.map((logit, i) => Math.abs(logit - Number(b[i])))) / largest;
}

/** A network that goes on where another one stands; it was busy with something else before. */
function handedOver(network: StreamingNetwork, other: StreamingNetwork): StreamingNetwork {
  streamed(other, randomPairs(seededRandom(99), 77));
  const state = saveState('x', (io) => network.transfer(io));
  restoreState(state, 'x', (io) => other.transfer(io));
  return other;
}

const KINDS = {
  plain: (weights: Float32Array): StreamingNetwork => new PlainNetwork(weights),
  'in WebAssembly': createNetwork,
};

describe.each(Object.entries(KINDS))('%s, pair by pair', (_, create) => {
  test.each([1, 2, 3, 4, 5])('it is the network that was trained (seed %d)', (seed) => {
    const random = seededRandom(seed);
    const [weights, pairs] = [randomWeights(random), randomPairs(random)];
    const whole = atOnce(weights, pairs);
    expect(Math.max(...whole.flat()) - Math.min(...whole.flat())).toBeGreaterThan(0.1);
    expect(difference(streamed(create(weights), pairs), whole)).toBeLessThan(ROUNDING);
  });

  test('also if it is saved and restored on the way', () => {
    const random = seededRandom(6);
    const [weights, pairs] = [randomWeights(random), randomPairs(random)];
    const whole = atOnce(weights, pairs);
    const alone = streamed(create(weights), pairs);
    for (const middle of [0, 1, 5, 63, 64, 130, 201, 399]) {
      const first = create(weights);
      const before = streamed(first, pairs.slice(0, middle));
      const second = handedOver(first, create(weights));
      const both = [...before, ...streamed(second, pairs.slice(middle))];
      expect(difference(both, whole)).toBeLessThan(ROUNDING);
      // And to the bit what it would have been without.
      expect(both).toEqual(alone);
    }
  });

  test('two networks with the same weights do not disturb each other', () => {
    const random = seededRandom(7);
    const weights = randomWeights(random);
    const [some, others] = [randomPairs(random, 150), randomPairs(random, 150)];
    const [one, two] = [create(weights), create(weights)];
    const turns = some.map((pair, t) => {
      return [[...one.next(pair)], [...two.next(others[t] as Float64Array)]];
    });
    expect(turns.map(([first]) => first)).toEqual(streamed(create(weights), some));
    expect(turns.map(([, second]) => second)).toEqual(streamed(create(weights), others));
  });

  test('after a reset nothing of the past is left', () => {
    const random = seededRandom(8);
    const [weights, pairs] = [randomWeights(random), randomPairs(random)];
    const network = create(weights);
    const first = streamed(network, pairs);
    network.reset();
    expect(streamed(network, pairs)).toEqual(first);
  });

  test('sees as many pairs of frames as it says but for its memory, and none of the future', () => {
    const random = seededRandom(9);
    // All positive: nothing is cut off, so that every pair in reach has its influence; and not so large that
    // the rings are full.
    const weights = withoutMemory(randomWeights(random).map((weight) => Math.abs(weight) / 3));
    const pairs = randomPairs(random, 200).map((pair) => pair.map(Math.abs));
    const changed = pairs.map((pair, t) => (t === 20 ? pair.map((x) => x + 20) : pair));
    const [before, after] = [pairs, changed].map((all) => streamed(create(weights), all));
    const differs = pairs.flatMap((_, t) => (before?.[t]?.[0] === after?.[t]?.[0] ? [] : [t]));
    expect(differs[0]).toBe(20);
    expect(differs.at(-1)).toBe(20 + RECEPTIVE_FIELD / FRAMES_AT_ONCE - 1);
  });
});

test('the memory goes as far back as it is told to, and then what is next to nothing is nothing', () => {
  // No output sees the first pair any more but through the memory.
  const weights = new Float32Array(PARAMETER_COUNT);
  const set = (name: string, at: number, value: number) => {
    weights[tensor(name).offset + at] = value;
  };
  set('stem.weight', STEM_TAPS - 1, 1);
  for (const k of MEMORY_GAINS.keys()) {
    set('memory.weight', (1 + k) * MEMORY_CHANNELS + (1 + k) * CHANNELS, 1);
    set('head.weight', k * CHANNELS + 1 + k, 1);
  }
  const first = Float64Array.of(1, ...new Array<number>(INPUTS - 1).fill(0));
  for (const create of Object.values(KINDS)) {
    const network = create(weights);
    const told = streamed(network, [first, ...new Array(10_000).fill(new Float64Array(INPUTS))]);
    for (const [k, gain] of MEMORY_GAINS.entries()) {
      for (const pairs of [0, 1, 30, 300]) {
        const mean = gain * (1 - gain) ** pairs;
        expect((told[pairs]?.[k] as number) / mean).toBeCloseTo(1, 4);
      }
      expect(told.at(-1)?.[k]).toBe(0);
      // Numbers below this are slow to work with.
      const least = Math.min(...told.map((logits) => logits[k] as number).filter((x) => x > 0));
      expect(least).toBeGreaterThan(1e-20);
    }
  }
});

test('weights of another network are refused', () => {
  expect(() => createNetwork(new Float32Array(PARAMETER_COUNT + 1))).toThrow(RangeError);
});

describe('in WebAssembly', () => {
  test('is what is used here', () => {
    expect(createNetwork(randomWeights(seededRandom(1)))).toBeInstanceOf(WasmNetwork);
  });

  test('gives the plain one’s logits, to the last bit', () => {
    for (let seed = 10; seed < 30; seed++) {
      const random = seededRandom(seed);
      const weights = randomWeights(random);
      // Not only what single floats can hold, and up to the largest input there is.
      const pairs = Array.from({ length: LENGTH }, () =>
        Float64Array.from({ length: INPUTS }, () => Math.max(-8, Math.min(8, 3 * normal(random)))),
      );
      const plain = streamed(new PlainNetwork(weights), pairs);
      expect(streamed(createNetwork(weights), pairs)).toEqual(plain);
    }
  });

  test('goes on where the plain one stands, and the other way round', () => {
    const random = seededRandom(31);
    const [weights, pairs] = [randomWeights(random), randomPairs(random)];
    const alone = streamed(new PlainNetwork(weights), pairs);
    for (const [from, to] of [
      [KINDS.plain, createNetwork],
      [createNetwork, KINDS.plain],
    ] as const) {
      const first = from(weights);
      const before = streamed(first, pairs.slice(0, 150));
      const second = handedOver(first, to(weights));
      expect([...before, ...streamed(second, pairs.slice(150))]).toEqual(alone);
    }
  });

  test('the memory of networks that are gone serves the next ones', async () => {
    const weights = randomWeights(seededRandom(32));
    const kernel = NetworkKernel.of(weights) as NetworkKernel;
    const kept = createNetwork(weights);
    for (let round = 0; round < 20; round++) {
      for (let i = 0; i < 500; i++) createNetwork(weights);
      Bun.gc(true);
      // Finalizers run between tasks.
      await Bun.sleep(1);
    }
    expect(kernel.streams).toBeLessThan(3000);
    const pairs = randomPairs(seededRandom(33));
    const alone = streamed(new PlainNetwork(weights), pairs);
    expect(streamed(kept, pairs)).toEqual(alone);
    expect(streamed(createNetwork(weights), pairs)).toEqual(alone);
  });
});
