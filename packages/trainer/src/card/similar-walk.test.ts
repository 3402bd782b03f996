import { expect, test } from 'bun:test';
import type { PhonesFile } from '../evaluation/datasets.ts';
import { observation } from '../evaluation/example-observations.ts';
import { walk } from '../evaluation/example-recordings.ts';
import type { LazyRecording } from '../evaluation/load.ts';
import type { Observation } from '../evaluation/observe.ts';
import { similarWalk } from './similar-walk.ts';

/** A minute of walking whose steps were all found. */
function walked(
  name: string,
  stepsPerSecond: number,
  step: number,
): { source: LazyRecording; observed: Observation } {
  const parts = { phone: name, placement: 'inhand', surface: 'hard', number: 1 };
  const meta: PhonesFile = { set: 'phones', person: 'walker1', name, path: '', ...parts };
  const { recording, truth } = walk({ seconds: 60, stepsPerSecond, step });
  return {
    source: {
      meta,
      recording: () => Promise.resolve(recording),
      truth: () => Promise.resolve(truth),
    },
    observed: observation(meta, truth, { truth }),
  };
}

const walks = [
  walked('hard', 1.8, 4),
  walked('soft', 1.82, 0.8),
  walked('slow and soft', 1.2, 0.8),
  walked('quick', 2.4, 1),
];
const find = async (cadence: number, spread: number) => {
  const sources = walks.map(({ source }) => source);
  const observed = walks.map((one) => one.observed);
  return await similarWalk(sources, observed, { cadence, spread }, 20);
};

test('of the walks with the same cadence, the one that is as soft', async () => {
  const found = await find(108, 0.7);
  expect(found?.walk.meta.name).toBe('soft');
  expect(found?.shape.cadence).toBeCloseTo(109.2, 1);
  const { start, end } = found?.window ?? { start: 0, end: 0 };
  expect(end - start).toBe(20);
});

test('where nobody walks so, the nearest cadence', async () => {
  expect((await find(170, 4))?.walk.meta.name).toBe('quick');
});

test('none, where nobody walks for so long', async () => {
  const [one] = walks;
  const source = one?.source as LazyRecording;
  const observed = one?.observed as Observation;
  const shape = { cadence: 108, spread: 1 };
  expect(await similarWalk([source], [observed], shape, 70)).toBeNull();
  // A pause in every window of the walk.
  const truth = observed.truth.filter((time) => time % 15 > 3);
  const paused = { ...observed, truth, detected: truth };
  expect(await similarWalk([source], [paused], shape, 20)).toBeNull();
});
