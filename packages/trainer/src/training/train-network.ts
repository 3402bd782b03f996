import { join } from 'node:path';
import type { Kernels } from '../network/kernels.ts';
import { CheckpointFile } from './checkpoint-file.ts';
import { relabel } from './relabel.ts';
import type { Track } from './track.ts';
import { DEFAULT_TRAINING, train } from './train.ts';

/** One network that is to be trained. */
export interface NetworkJob {
  /** What it is called in progress and checkpoints, such as `fold 0`. */
  readonly name: string;
  /** People whom it must not see. */
  readonly heldOut: readonly string[];
  readonly seed: number;
  /** Seconds from a contact to the frame whose output speaks of it. */
  readonly delay: number;
  /** Batches of the first round, which only teaches where the contacts are, and of the second. */
  readonly batches: readonly [first: number, second: number];
  /** Where checkpoints are kept. */
  readonly folder: string;
}

/** Told how many batches of a network are done, of both rounds, and the running loss. */
export type OnBatch = (done: number, loss: number) => void;

/**
 * Trains one network in two rounds, going on where an earlier run was interrupted. The first round
 * finds out where the foot switches' contacts are, and the second learns from those.
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
  const { name, seed, delay } = job;
  const [first, second] = job.batches;
  const own = corpus.filter(({ person }) => !job.heldOut.includes(person));
  const round = (number: 1 | 2, batches: number, tracks: readonly Track[]): Float32Array => {
    const settings = [name, seed, delay, first, second].join('-').replaceAll(' ', '');
    const file = new CheckpointFile(join(job.folder, `.checkpoint-${settings}-${number}`));
    const before = number === 1 ? 0 : first;
    return train(kernels, tracks, {
      ...DEFAULT_TRAINING,
      seed: seed + number,
      delay,
      batches,
      resume: file.load(),
      onProgress: (done, loss) => onBatch(before + done, loss),
      onCheckpoint: (checkpoint) => file.save(checkpoint),
    });
  };
  const teacher = round(1, first, own);
  const relabelled = own.map((track) => relabel(track, teacher, delay));
  return round(2, second, relabelled);
}
