import { afterAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FRAMES_AT_ONCE, PARAMETER_COUNT } from '@stepstream/detector/internals';
import { generateWalk } from '@stepstream/synthetic';
import { parseRecordingPath } from '../evaluation/datasets.ts';
import { NetworkGradient } from '../network/gradient.ts';
import { compileKernels } from '../network/kernels.ts';
import { CheckpointFile } from './checkpoint-file.ts';
import type { Track } from './corpus.ts';
import { toExample } from './examples.ts';
import {
  type Checkpoint,
  CROP_PAIRS,
  DEFAULT_TRAINING,
  type TrainingOptions,
  train,
} from './train.ts';

const kernels = await compileKernels();
const folder = mkdtempSync(join(tmpdir(), 'stepstream-train-'));
afterAll(() => rmSync(folder, { recursive: true }));

function trackOf(kind: Track['kind'], seed: number): Track {
  const walking = kind === 'handheld' || kind === 'wrist';
  const { times, accel, steps } = generateWalk({
    segments: [{ activity: walking ? 'walking' : 'standing', seconds: 30 }],
    placement: kind === 'wrist' ? 'wrist' : 'hand',
    seed,
  });
  return {
    meta: parseRecordingPath('handheld', `person${seed}_1.csv.gz`),
    times,
    accel,
    contacts: steps.map(({ timestamp, foot }) => ({
      time: timestamp,
      side: kind === 'wrist' ? null : foot === 'left' ? 0 : 1,
    })),
    unknown: [],
    kind,
  };
}

const TRACKS = [trackOf('handheld', 1), trackOf('handheld', 2), trackOf('wrist', 3)];
const WITH_REST = [...TRACKS, trackOf('rest', 4)];
const OPTIONS: TrainingOptions = { ...DEFAULT_TRAINING, batches: 12, batchSize: 2 };
/** The bits of weights: NaN equals itself, and 0 is not −0. */
const bitsOf = (weights: Float32Array) => new Uint32Array(weights.slice().buffer);

describe('the same seed', () => {
  const weights = train(kernels, WITH_REST, OPTIONS);

  test('gives the same weights, to the bit', () => {
    expect(weights).toHaveLength(PARAMETER_COUNT);
    expect(weights.every(Number.isFinite)).toBe(true);
    expect(bitsOf(train(kernels, WITH_REST, OPTIONS))).toEqual(bitsOf(weights));
  });

  test('and another gives others', () => {
    const other = train(kernels, WITH_REST, { ...OPTIONS, seed: 2 });
    expect(bitsOf(other)).not.toEqual(bitsOf(weights));
  });

  test('gives weights of its own, which the next training leaves alone', () => {
    const before = weights.slice();
    train(kernels, TRACKS, { ...OPTIONS, batches: 2 });
    expect(weights).toEqual(before);
  });
});

test('training leaves its tracks alone', () => {
  const before = structuredClone(WITH_REST);
  train(kernels, WITH_REST, OPTIONS);
  expect(WITH_REST).toEqual(before);
});

test('the loss falls, and both moments of a pair are learned', () => {
  const losses: number[] = [];
  const weights = train(kernels, TRACKS, {
    ...DEFAULT_TRAINING,
    batches: 40,
    batchSize: 4,
    onProgress: (batch, loss) => {
      losses.push(loss);
      expect(batch).toBe(losses.length);
    },
  });
  expect(losses).toHaveLength(40);
  // It is smoothed over some twenty batches, so it lags behind what the network can.
  expect(losses.at(-1)).toBeLessThan(0.8 * (losses[0] as number));

  const network = new NetworkGradient(kernels, CROP_PAIRS);
  network.parameters.set(weights);
  const { inputs, targets } = toExample(trackOf('handheld', 5), CROP_PAIRS);
  for (const [i, row] of inputs.entries()) network.input(i).set(row);
  network.forward();
  for (let output = 0; output < FRAMES_AT_ONCE; output++) {
    const mean = (is: (target: number) => boolean) => {
      const logits = network.output(output).filter((_, t) => is(targets[output]?.[t] as number));
      return logits.reduce((sum, logit) => sum + logit, 0) / logits.length;
    };
    expect(mean((target) => target > 0.8)).toBeGreaterThan(mean((target) => target < 0.1) + 0.5);
  }
});

describe('an interrupted training', () => {
  // A checkpoint comes every 200 batches.
  const options: TrainingOptions = { ...DEFAULT_TRAINING, batches: 208, batchSize: 1 };
  const whole = train(kernels, WITH_REST, options);

  test('goes on from its file to the same weights, to the bit', () => {
    const path = join(folder, 'interrupted');
    const interrupted = () =>
      train(kernels, WITH_REST, {
        ...options,
        onCheckpoint: (checkpoint) => new CheckpointFile(path).save(checkpoint),
        onProgress: (batch) => {
          if (batch === 205) throw new Error('pulled the plug');
        },
      });
    expect(interrupted).toThrow('pulled the plug');
    const resume = new CheckpointFile(path).load();
    expect(resume?.batch).toBe(200);
    const progress: number[] = [];
    const weights = train(kernels, WITH_REST, {
      ...options,
      resume,
      onProgress: (batch) => progress.push(batch),
    });
    expect(bitsOf(weights)).toEqual(bitsOf(whole));
    expect(progress).toEqual([201, 202, 203, 204, 205, 206, 207, 208]);
  });

  test('that was done has nothing left to do', () => {
    const parameters = Float32Array.from({ length: PARAMETER_COUNT }, (_, i) => i / 7);
    const [mean, square] = [new Float64Array(PARAMETER_COUNT), new Float64Array(PARAMETER_COUNT)];
    const resume: Checkpoint = { batch: 208, parameters, optimizer: { steps: 208, mean, square } };
    expect(train(kernels, WITH_REST, { ...options, resume })).toEqual(parameters);
  });
});
