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
  /** Batches of the two rounds. */
  readonly batches: Batches;
  /** Where checkpoints are kept. */
  readonly folder: string;
}

/** Told how many batches of a network are done, of both rounds, and the running loss. */
export type OnBatch = (done: number, loss: number) => void;

/** Batches of each round of a training. */
export type Batches = readonly [first: number, second: number];

/**
 * Trains one network in two rounds, going on where an earlier run was interrupted. The first round
 * finds out where contacts are of which the reference tells only roughly; the second learns from those.
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
  const { name, seed, delay, batches, folder } = job;
  const own = corpus.filter(({ person }) => !job.heldOut.includes(person));
  const round = (index: 0 | 1, tracks: readonly Track[]): Float32Array => {
    const settings = [name, seed, delay, ...batches, index + 1].join('-').replaceAll(' ', '');
    const file = new CheckpointFile(join(folder, `.checkpoint-${settings}`));
    const before = index === 0 ? 0 : batches[0];
    return train(kernels, tracks, {
      ...DEFAULT_TRAINING,
      seed: seed + index + 1,
      delay,
      batches: batches[index],
      resume: file.load(),
      onProgress: (done, loss) => onBatch(before + done, loss),
      onCheckpoint: (checkpoint) => file.save(checkpoint),
    });
  };
  const teacher = round(0, own);
  return round(
    1,
    own.map((track) => relabel(track, teacher, delay)),
  );
}
