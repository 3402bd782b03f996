import { afterAll, describe, expect, test } from 'bun:test';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serializeModel } from '@stepstream/detector/internals';
import { randomModel } from '@stepstream/detector/testing';
import { trainedCandidate } from '../evaluate-network.ts';
import { dataFolder, hasDataFolder } from './data-folder.ts';
import { loadAll } from './load.ts';
import {
  hasModel,
  heldOutPeople,
  readTrainedModels,
  TrainedModelsError,
  usualSelection,
} from './trained-models.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function modelFolder(folds: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stepstream-models-'));
  folders.push(folder);
  await mkdir(join(folder, 'folds'));
  await writeFile(join(folder, 'model.safetensors'), serializeModel(randomModel()));
  for (const [fold, people] of folds.entries()) {
    const model = randomModel({ threshold: (fold + 1) / 10, provenance: { held_out: people } });
    await writeFile(join(folder, 'folds', `${fold}.safetensors`), serializeModel(model));
  }
  return folder;
}

describe('readTrainedModels', () => {
  test('finds for each person the fold without them', async () => {
    const folder = await modelFolder(['person1,walker2', 'person2']);
    const { published, heldOut, bytes } = await readTrainedModels(folder);
    expect(published.threshold).toBe(0.3);
    expect(bytes).toBeGreaterThan(4 * published.weights.length);
    expect([...heldOut.keys()]).toEqual(['person1', 'walker2', 'person2']);
    expect(heldOut.get('walker2')?.threshold).toBe(0.1);
    expect(heldOut.get('person2')?.threshold).toBe(0.2);
  });

  test('refuses two folds without the same person: one of them would be chosen in silence', async () => {
    const folder = await modelFolder(['person1', 'person1,person2']);
    const attempt = readTrainedModels(folder);
    await expect(attempt).rejects.toBeInstanceOf(TrainedModelsError);
    await expect(attempt).rejects.toThrow('person1');
  });

  test('says so where there is no model', async () => {
    await expect(readTrainedModels('/none')).rejects.toThrow('no model.safetensors in /none');
    expect(hasModel('/none')).toBe(false);
  });
});

test('people are measured by the network that never saw them, others by the published one', async () => {
  const folder = await modelFolder(['person1']);
  const { createDetector, description } = trainedCandidate(await readTrainedModels(folder));
  const thresholdFor = (person: string): unknown => {
    const detector = createDetector(person, { confirmAfter: 2 });
    if (!('model' in detector)) throw new Error('not a StepDetector');
    return detector.model;
  };
  expect(thresholdFor('person1')).toMatchObject({ threshold: 0.1 });
  expect(thresholdFor('somebody')).toMatchObject({ threshold: 0.3 });
  expect(description).toBe('random-1, trained without the person it is tested on');
});

const { trained } = usualSelection();
test.skipIf(trained === null || !hasDataFolder())(
  'every person of the recordings is held out in exactly one fold (need data and model)',
  async () => {
    const { heldOut } = await readTrainedModels(trained ?? '');
    const people = (await loadAll(dataFolder(process.env))).map(({ meta }) => meta.person);
    expect([...heldOut.keys()].sort()).toEqual([...new Set(people)].sort());
    const folds = [...new Set(heldOut.values())];
    expect(folds.flatMap(heldOutPeople)).toHaveLength(heldOut.size);
  },
);
