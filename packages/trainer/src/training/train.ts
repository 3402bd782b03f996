import {
  CHANNELS,
  FRAME_RATE,
  FRAMES_AT_ONCE,
  INPUTS,
  PARAMETER_COUNT,
  SIDE,
  STEM_TAPS,
  TENSORS,
  tensor,
} from '@stepstream/detector/internals';
import { normal, type RandomSource, seededRandom } from '@stepstream/math';
import { NetworkGradient } from '../network/gradient.ts';
import type { Kernels } from '../network/kernels.ts';
import { AdamW, type AdamWState } from './adamw.ts';
import { augmentedPiece } from './augment.ts';
import type { Track } from './corpus.ts';
import { DELAY, type Example, toExample } from './examples.ts';

/** How a network is trained; the defaults are what the published model was made with. */
export interface TrainingOptions {
  readonly seed: number;
  readonly batches: number;
  /** Crops in a batch. Default: 48. */
  readonly batchSize: number;
  /** Seconds from a contact to the frame whose output speaks of it. Default: 0.27. */
  readonly delay: number;
  /** Share of each kind of track in a batch. */
  readonly shares: Readonly<Record<Track['kind'], number>>;
  readonly onProgress?: (batch: number, loss: number) => void;
  /** Where an interrupted training goes on. */
  readonly resume?: Checkpoint | undefined;
  /** Told every so often how far it is, to be resumed from there. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
}

/** A training in the middle. */
export interface Checkpoint {
  /** Batches done. */
  readonly batch: number;
  readonly parameters: Float32Array;
  readonly optimizer: AdamWState;
}

export const DEFAULT_TRAINING: TrainingOptions = {
  seed: 1,
  batches: 1200,
  batchSize: 48,
  delay: DELAY,
  shares: { handheld: 0.29, phones: 0.28, wrist: 0.19, rest: 0.08, transitions: 0.16 },
};

/** Pairs of frames in a crop: 10.24 s. */
export const CROP_PAIRS = 256;
const CROP_SECONDS = (FRAMES_AT_ONCE * CROP_PAIRS) / FRAME_RATE + 0.1;
/** Batches between two checkpoints. */
const CHECKPOINT_EVERY = 200;
/** Highest learning rate of the one cycle, and the share of it spent getting there. */
const PEAK_RATE = 6e-3;
const WARM_UP = 0.15;
/** Contacts are rare frames; they weigh so much more. */
const CONTACT_WEIGHT = 2;
/** Share of the foot's loss. */
const SIDE_WEIGHT = 0.15;

/**
 * Trains the network on tracks. Same tracks, options and machine: the same weights, to the bit.
 *
 * @returns all parameters, in the order of `TENSORS`
 */
export function train(
  kernels: Kernels,
  tracks: readonly Track[],
  options: TrainingOptions,
): Float32Array {
  const network = new NetworkGradient(kernels, CROP_PAIRS);
  initialise(network.parameters, seededRandom(options.seed));
  if (options.resume) network.parameters.set(options.resume.parameters);
  const optimizer = new AdamW(PARAMETER_COUNT, options.resume?.optimizer);
  const pools = poolsOf(tracks, options.shares);
  let smoothed = Number.NaN;
  for (let batch = options.resume?.batch ?? 0; batch < options.batches; batch++) {
    // Each batch has randomness of its own, so that a resumed training goes on with the same.
    const random = seededRandom(options.seed * 1_000_003 + batch);
    network.clearGradient();
    let loss = 0;
    for (let i = 0; i < options.batchSize; i++) {
      const piece = augmentedPiece(pick(pools, random), CROP_SECONDS, random);
      loss += learnFrom(network, toExample(piece, CROP_PAIRS, options.delay), options.batchSize);
    }
    optimizer.step(network.parameters, network.gradient, learningRate(batch / options.batches));
    smoothed = Number.isNaN(smoothed) ? loss : smoothed + 0.05 * (loss - smoothed);
    options.onProgress?.(batch + 1, smoothed);
    if (options.onCheckpoint && (batch + 1) % CHECKPOINT_EVERY === 0) {
      const parameters = Float32Array.from(network.parameters);
      options.onCheckpoint({ batch: batch + 1, parameters, optimizer: optimizer.state });
    }
  }
  return Float32Array.from(network.parameters);
}

/** Adds one example's gradient; returns its loss. */
function learnFrom(network: NetworkGradient, example: Example, batchSize: number): number {
  example.inputs.forEach((row, i) => {
    network.input(i).set(row);
  });
  network.forward();
  const scale = 1 / (FRAMES_AT_ONCE * CROP_PAIRS * batchSize);
  let loss = sideLoss(network, example, scale);
  for (let output = 0; output < FRAMES_AT_ONCE; output++) {
    loss += contactLoss(network, example, output, scale);
  }
  network.backward();
  return loss;
}

/** Weighted binary cross-entropy of the contacts that one output tells. */
function contactLoss(
  network: NetworkGradient,
  example: Example,
  output: number,
  scale: number,
): number {
  const logits = network.output(output);
  const slopes = network.outputGradient(output);
  const targets = example.targets[output] as Float32Array;
  const mask = example.masks[output] as Float32Array;
  let loss = 0;
  for (let t = 0; t < CROP_PAIRS; t++) {
    const logit = logits[t] as number;
    const target = targets[t] as number;
    const weight = scale * (mask[t] as number) * (1 + CONTACT_WEIGHT * target);
    const probability = 1 / (1 + Math.exp(-logit));
    slopes[t] = weight * (probability - target);
    loss += weight * crossEntropy(logit, target);
  }
  return loss;
}

/** Cross-entropy of the foot, by the better of the two ways of naming the feet of a crop. */
function sideLoss(network: NetworkGradient, example: Example, scale: number): number {
  const logits = network.output(SIDE);
  const slopes = network.outputGradient(SIDE);
  const mask = example.masks[0] as Float32Array;
  const isKnown = (t: number) => (example.side[t] as number) >= 0 && mask[t] !== 0;
  slopes.fill(0);
  const losses = [0, 0];
  for (let t = 0; t < CROP_PAIRS; t++) {
    if (!isKnown(t)) continue;
    const side = example.side[t] as number;
    losses[0] = (losses[0] as number) + crossEntropy(logits[t] as number, side);
    losses[1] = (losses[1] as number) + crossEntropy(logits[t] as number, 1 - side);
  }
  const swapped = (losses[1] as number) < (losses[0] as number);
  const weight = FRAMES_AT_ONCE * SIDE_WEIGHT * scale;
  for (let t = 0; t < CROP_PAIRS; t++) {
    if (!isKnown(t)) continue;
    const side = example.side[t] as number;
    const target = swapped ? 1 - side : side;
    slopes[t] = weight * (1 / (1 + Math.exp(-(logits[t] as number))) - target);
  }
  return weight * Math.min(losses[0] as number, losses[1] as number);
}

function crossEntropy(logit: number, target: number): number {
  return Math.max(logit, 0) - logit * target + Math.log1p(Math.exp(-Math.abs(logit)));
}

/** One cycle: up in a half cosine, down in another. */
function learningRate(progress: number): number {
  const share = progress < WARM_UP ? progress / WARM_UP : 1 - (progress - WARM_UP) / (1 - WARM_UP);
  return PEAK_RATE * (0.5 - 0.5 * Math.cos(Math.PI * share)) + 1e-5;
}

/** He initialisation; blocks begin small, so that all of them don't add up to much. */
function initialise(parameters: Float32Array, random: RandomSource): void {
  for (const { name, offset, length } of TENSORS) {
    const spread = name.endsWith('bias')
      ? 0
      : name === 'stem.weight'
        ? Math.sqrt(2 / (INPUTS * STEM_TAPS))
        : name.includes('depthwise')
          ? Math.sqrt(1 / 3)
          : name.includes('pointwise')
            ? 0.5 * Math.sqrt(2 / CHANNELS)
            : 0.1;
    for (let i = 0; i < length; i++) parameters[offset + i] = spread * normal(random);
  }
  // Contacts are rare: begin by expecting none.
  parameters.fill(-2, tensor('head.bias').offset, tensor('head.bias').offset + FRAMES_AT_ONCE);
}

type Pools = readonly {
  readonly share: number;
  readonly tracks: readonly Track[];
  readonly weights: readonly number[];
}[];

/** The tracks by kind; within a kind, long ones are chosen more often. */
function poolsOf(tracks: readonly Track[], shares: TrainingOptions['shares']): Pools {
  const kinds = Object.keys(shares) as Track['kind'][];
  const pools = kinds
    .map((kind) => {
      const own = tracks.filter((track) => track.kind === kind);
      const weights = own.map(({ times }) =>
        Math.max((times.at(-1) as number) - (times[0] as number), 10),
      );
      return { share: shares[kind], tracks: own, weights };
    })
    .filter((pool) => pool.tracks.length > 0);
  return pools;
}

function pick(pools: Pools, random: RandomSource): Track {
  const pool = choose(
    pools,
    pools.map(({ share }) => share),
    random,
  );
  return choose(pool.tracks, pool.weights, random);
}

function choose<Item>(
  items: readonly Item[],
  weights: readonly number[],
  random: RandomSource,
): Item {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left <= 0) return items[i] as Item;
  }
  return items.at(-1) as Item;
}
