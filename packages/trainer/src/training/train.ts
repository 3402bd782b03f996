import {
  CHANNELS,
  FRAME_RATE,
  FRAMES_AT_ONCE,
  INNER_CHANNELS,
  INPUTS,
  MEMORY_CHANNELS,
  ON_FOOT,
  PARAMETER_COUNT,
  STEM_TAPS,
  TENSORS,
  tensor,
} from '@stepstream/detector/internals';
import { normal, type RandomSource, seededRandom } from '@stepstream/math';
import { NetworkGradient } from '../network/gradient.ts';
import type { Kernels } from '../network/kernels.ts';
import { AdamW, type AdamWState } from './adamw.ts';
import { augmentedPiece } from './augment.ts';
import { DELAY, type Example, toExample } from './examples.ts';
import { exampleLoss } from './losses.ts';
import { Pools, type Shares } from './pools.ts';
import type { Track } from './track.ts';

/** How a network is trained; `train-network.ts` says what differs from the defaults, round by round. */
export interface TrainingOptions {
  readonly seed: number;
  readonly batches: number;
  /** Crops in a batch. Default: 48. */
  readonly batchSize: number;
  /** Seconds from a contact to the frame whose output speaks of it. Default: 0.26. */
  readonly delay: number;
  /** Share of each kind of track in a batch. */
  readonly shares: Shares;
  /** Highest learning rate of the one cycle. Default: 6e-3. */
  readonly peakRate: number;
  /** Where the parameters begin; default: at random. */
  readonly initial?: Float32Array;
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
  peakRate: 6e-3,
  shares: {
    handheld: 0.13,
    phones: 0.15,
    pockets: 0.12,
    sports: 0.12,
    rhythm: 0.11,
    synthetic: 0.05,
    rest: 0.09,
    hands: 0.05,
    machines: 0.04,
    transitions: 0.08,
    disturbances: 0.06,
    smooth: 0,
  },
};

/** Pairs of frames in a crop: 10.24 s. */
export const CROP_PAIRS = 256;
const CROP_SECONDS = (FRAMES_AT_ONCE * CROP_PAIRS) / FRAME_RATE + 0.1;
/** Batches between two checkpoints. */
const CHECKPOINT_EVERY = 200;
/** Share of the one cycle that is spent getting to the highest learning rate. */
const WARM_UP = 0.15;
/** The learning rate never falls below this. */
const LEAST_RATE = 1e-5;

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
  if (options.initial) network.parameters.set(options.initial);
  if (options.resume) network.parameters.set(options.resume.parameters);
  const optimizer = new AdamW(PARAMETER_COUNT, options.resume?.optimizer);
  const pools = new Pools(tracks, options.shares);
  let smoothed = Number.NaN;
  for (let batch = options.resume?.batch ?? 0; batch < options.batches; batch++) {
    // Each batch has randomness of its own, so that a resumed training goes on with the same.
    const random = seededRandom(options.seed * 1_000_003 + batch);
    network.clearGradient();
    let loss = 0;
    for (let i = 0; i < options.batchSize; i++) {
      const piece = augmentedPiece(pools.pick(random), CROP_SECONDS, random);
      loss += learnFrom(network, toExample(piece, CROP_PAIRS, options.delay), options.batchSize);
    }
    optimizer.step(
      network.parameters,
      network.gradient,
      options.peakRate * oneCycle(batch / options.batches) + LEAST_RATE,
    );
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
  const loss = exampleLoss(network, example, 1 / (FRAMES_AT_ONCE * CROP_PAIRS * batchSize));
  network.backward();
  return loss;
}

/** One cycle, as a share of the highest learning rate: up in a half cosine, down in another. */
function oneCycle(progress: number): number {
  const share = progress < WARM_UP ? progress / WARM_UP : 1 - (progress - WARM_UP) / (1 - WARM_UP);
  return 0.5 - 0.5 * Math.cos(Math.PI * share);
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
          : name.includes('widen')
            ? Math.sqrt(2 / CHANNELS)
            : name.includes('narrow')
              ? 0.5 * Math.sqrt(2 / INNER_CHANNELS)
              : name.startsWith('memory')
                ? 0.5 * Math.sqrt(2 / MEMORY_CHANNELS)
                : 0.1;
    for (let i = 0; i < length; i++) parameters[offset + i] = spread * normal(random);
  }
  // Contacts are rare: begin by expecting none.
  const { offset } = tensor('head.bias');
  parameters.fill(-2, offset, offset + ON_FOOT);
}
