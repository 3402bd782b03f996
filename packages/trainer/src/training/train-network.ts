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

/** Told how many batches of a network are done, of all rounds together, and the running loss. */
export type OnBatch = (done: number, loss: number) => void;

/** Batches of each round of a training. */
export type Batches = readonly [first: number, second: number, third: number];

/** The first rounds look so many seconds further ahead, which is easier to learn. */
const HEAD_START = 0.01;
/**
 * The last round is short and gentle. It teaches the look-ahead that is wanted, and more of what is most
 * like a walk and is none. Smooth walks go with those, so that not all that is smooth is refused; in the
 * long round they cost recall.
 */
const LAST_ROUND = {
  peakRate: 1e-3,
  shares: {
    ...DEFAULT_TRAINING.shares,
    sports: 0.14,
    hands: 0.07,
    transitions: 0.12,
    disturbances: 0.18,
    smooth: 0.05,
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
  const { name, seed, batches, folder } = job;
  const early = Number((job.delay + HEAD_START).toFixed(3));
  const own = corpus.filter(({ person }) => !job.heldOut.includes(person));
  const round = (
    number: 1 | 2 | 3,
    tracks: readonly Track[],
    delay: number,
    options: Partial<TrainingOptions> = {},
  ): Float32Array => {
    const until = number < 3 ? 2 : 3;
    const settings = [name, seed, delay, ...batches.slice(0, until), number].join('-');
    const file = new CheckpointFile(join(folder, `.checkpoint-${settings.replaceAll(' ', '')}`));
    const before = batches.slice(0, number - 1).reduce((sum, count) => sum + count, 0);
    return train(kernels, tracks, {
      ...DEFAULT_TRAINING,
      ...options,
      seed: seed + number,
      delay,
      batches: batches[number - 1] as number,
      resume: file.load(),
      onProgress: (done, loss) => onBatch(before + done, loss),
      onCheckpoint: (checkpoint) => file.save(checkpoint),
    });
  };
  const teacher = round(1, own, early);
  const relabelled = own.map((track) => relabel(track, teacher, early));
  const initial = round(2, relabelled, early);
  return round(3, relabelled, job.delay, { ...LAST_ROUND, initial });
}
