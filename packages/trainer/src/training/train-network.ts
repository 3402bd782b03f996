import { join } from 'node:path';
import type { Kernels } from '../network/kernels.ts';
import { CheckpointFile } from './checkpoint-file.ts';
import { relabel } from './relabel.ts';
import type { Track } from './track.ts';
import { DEFAULT_TRAINING, type TrainingOptions, train } from './train.ts';

/** One network that is to be trained. */
export interface NetworkJob {
  /** What it is called in progress and checkpoints, such as `fold 0`. */
  readonly name: string;
  /** People whom it must not see. */
  readonly heldOut: readonly string[];
  readonly seed: number;
  /** Seconds from a contact to the frame whose output speaks of it. */
  readonly delay: number;
  /** Batches of the three rounds. */
  readonly batches: Batches;
  /** Where checkpoints are kept. */
  readonly folder: string;
}

/** Told how many batches of a network are done, of both rounds, and the running loss. */
export type OnBatch = (done: number, loss: number) => void;

/** Batches of each round of a training. */
export type Batches = readonly [first: number, second: number, third: number];

/** The first rounds look so many seconds further ahead, which is easier to learn. */
const HEAD_START = 0.02;
/**
 * The last round teaches the look-ahead that is wanted, gently, with more of what most people do; and
 * smooth walks, which many motions without steps resemble, so that those are not all that is learned.
 */
const LAST_ROUND = {
  peakRate: 2e-3,
  shares: {
    handheld: 0.16,
    phones: 0.2,
    pockets: 0.12,
    sports: 0.12,
    rhythm: 0.12,
    synthetic: 0.04,
    rest: 0.07,
    hands: 0.05,
    machines: 0.03,
    transitions: 0.06,
    disturbances: 0.03,
    smooth: 0.03,
  },
} as const;

/**
 * Trains one network in three rounds, going on where an earlier run was interrupted. The first round
 * finds out where contacts are of which the reference tells only roughly; the second learns from those;
 * the third goes on from there.
 *
 * @param corpus all recordings; those of the people held out are left alone
 * @returns all parameters, in the order of `TENSORS`
 */
export function trainNetwork(
  kernels: Kernels,
  corpus: readonly Track[],
  job: NetworkJob,
  onBatch: OnBatch,
): Float32Array {
  const { name, seed } = job;
  const [first, second, third] = job.batches;
  const early = Number((job.delay + HEAD_START).toFixed(3));
  const own = corpus.filter(({ person }) => !job.heldOut.includes(person));
  const round = (
    number: 1 | 2 | 3,
    tracks: readonly Track[],
    options: Pick<TrainingOptions, 'batches' | 'delay'> & Partial<TrainingOptions>,
  ): Float32Array => {
    const batches = number < 3 ? [first, second] : [first, second, third];
    const settings = [name, seed, options.delay, ...batches, number].join('-').replaceAll(' ', '');
    const file = new CheckpointFile(join(job.folder, `.checkpoint-${settings}`));
    const before = [0, first, first + second][number - 1] as number;
    return train(kernels, tracks, {
      ...DEFAULT_TRAINING,
      ...options,
      seed: seed + number,
      resume: file.load(),
      onProgress: (done, loss) => onBatch(before + done, loss),
      onCheckpoint: (checkpoint) => file.save(checkpoint),
    });
  };
  const teacher = round(1, own, { batches: first, delay: early });
  const relabelled = own.map((track) => relabel(track, teacher, early));
  const initial = round(2, relabelled, { batches: second, delay: early });
  return round(3, relabelled, { ...LAST_ROUND, batches: third, delay: job.delay, initial });
}
