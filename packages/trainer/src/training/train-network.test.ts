import { afterAll, expect, test } from 'bun:test';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateWalk } from '@stepstream/synthetic';
import { compileKernels } from '../network/kernels.ts';
import type { Track } from './track.ts';
import { type NetworkJob, trainNetwork } from './train-network.ts';

const kernels = await compileKernels();
const folder = mkdtempSync(join(tmpdir(), 'stepstream-network-'));
afterAll(() => rmSync(folder, { recursive: true }));

function trackOf(person: string, kind: Track['kind'], seed: number): Track {
  const { times, accel, steps } = generateWalk({
    segments: [{ activity: kind === 'rest' ? 'standing' : 'walking', seconds: 20 }],
    seed,
  });
  const contacts = steps.map(({ timestamp }) => timestamp);
  return { person, kind, times, accel, contacts, unknown: [] };
}
const OWN = [
  trackOf('walker1', 'phones', 1),
  trackOf('', 'synthetic', 2),
  trackOf('s1', 'rest', 3),
];
const OTHERS = [trackOf('walker2', 'phones', 4), trackOf('walker3', 'handheld', 5)];
const job: NetworkJob = {
  name: 'fold 0',
  heldOut: ['walker2', 'walker3'],
  seed: 3,
  delay: 0.25,
  batches: [3, 4, 2],
  folder,
};

test('a network never sees the people that are held out, and is told of all rounds', () => {
  const done: number[] = [];
  const weights = trainNetwork(kernels, OWN, job, (batch) => done.push(batch));
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const beside = trainNetwork(kernels, [...OTHERS, ...OWN], job, () => {});
  expect(beside).toEqual(weights);
  const together = trainNetwork(kernels, [...OWN, ...OTHERS], { ...job, heldOut: [] }, () => {});
  expect(together).not.toEqual(weights);
  // So short a training has no checkpoint.
  expect(readdirSync(folder)).toEqual([]);
});

test('its corpus is left alone', () => {
  const before = structuredClone(OWN);
  trainNetwork(kernels, OWN, { ...job, batches: [1, 1, 1] }, () => {});
  expect(OWN).toEqual(before);
});
