import { afterAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ON_FOOT, OUTPUTS, PARAMETER_COUNT } from '@stepstream/detector/internals';
import { generateWalk } from '@stepstream/synthetic';
import { NetworkGradient } from '../network/gradient.ts';
import { compileKernels } from '../network/kernels.ts';
import { CheckpointFile } from './checkpoint-file.ts';
import { toExample } from './examples.ts';
import { TRACK_KINDS, type Track } from './track.ts';
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

/** Half a minute with some walking in it, or none. */
function trackOf(kind: Track['kind'], seed: number): Track {
  const walking = kind === 'handheld' || kind === 'rhythm';
  const { times, accel, steps } = generateWalk({
    segments: walking
      ? [
          { activity: 'standing', seconds: 6 },
          { activity: 'walking', seconds: 18 },
          { activity: 'standing', seconds: 6 },
        ]
      : [{ activity: 'standing', seconds: 30 }],
    placement: kind === 'rhythm' ? 'wrist' : 'hand',
    seed,
  });
  const contacts = steps.map(({ timestamp }) => timestamp);
  return { person: `person${seed}`, times, accel, contacts, unknown: [], kind };
}

const TRACKS = [trackOf('handheld', 1), trackOf('handheld', 2), trackOf('rhythm', 3)];
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

test('the loss falls, and every output is learned', () => {
  const losses: number[] = [];
  const weights = train(kernels, TRACKS, {
    ...DEFAULT_TRAINING,
    batches: 60,
    batchSize: 4,
    onProgress: (batch, loss) => {
      losses.push(loss);
      expect(batch).toBe(losses.length);
    },
  });
  expect(losses).toHaveLength(60);
  // It is smoothed over some twenty batches, so it lags behind what the network can.
  expect(losses.at(-1)).toBeLessThan(0.8 * (losses[0] as number));

  const network = new NetworkGradient(kernels, CROP_PAIRS);
  network.parameters.set(weights);
  // A walk begins in it.
  const { contacts, ...rest } = trackOf('handheld', 5);
  const piece = { ...rest, contacts, edges: [contacts[0] as number] };
  const { inputs, targets, weights: known } = toExample(piece, CROP_PAIRS);
  for (const [i, row] of inputs.entries()) network.input(i).set(row);
  network.forward();
  for (let output = 0; output < OUTPUTS; output++) {
    const mean = (is: (target: number) => boolean) => {
      const logits = network
        .output(output)
        .filter((_, t) => Number(known[output]?.[t]) > 0 && is(targets[output]?.[t] as number));
      expect(logits.length).toBeGreaterThan(5);
      return logits.reduce((sum, logit) => sum + logit, 0) / logits.length;
    };
    const margin = output === ON_FOOT ? 1 : 0.5;
    const difference = mean((target) => target > 0.8) - mean((target) => target < 0.1);
    expect([output, difference > margin]).toEqual([output, true]);
  }
});

test('the published shares are of all kinds, and come to one', () => {
  const { shares } = DEFAULT_TRAINING;
  expect(Object.keys(shares).sort()).toEqual([...TRACK_KINDS].sort());
  expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 2);
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
