import { describe, expect, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StepDetector } from '@stepstream/detector';
import {
  createNetwork,
  networkModel,
  PlainNetwork,
  parseModel,
  WasmNetwork,
} from '@stepstream/detector/internals';
import { findRecordings, readRecording } from '@stepstream/formats';
import { PLACEMENTS, type Placement } from '@stepstream/synthetic';
import { DATA, HAS_DATA, NEEDS_DATA } from '@stepstream/testing/data';
import { aWalk, detect, type Row, rows } from '@stepstream/testing/stream';
import { DEFAULT_CONFIG } from 'stepstream';

const file = join(import.meta.dir, '../models', DEFAULT_CONFIG.model, 'model.safetensors');
const parameters = parseModel(await readFile(file));
const fast = networkModel(parameters, (weights) => {
  const network = createNetwork(weights);
  expect(network).toBeInstanceOf(WasmNetwork);
  return network;
});
const plain = networkModel(parameters, (weights) => new PlainNetwork(weights));

/** Holds the fast detector's steps and state equal to the plain one's; returns how many there are. */
function compare(samples: readonly Row[]): number {
  const detectors = [fast, plain].map((model) => new StepDetector({ model }));
  const [one, other] = detectors.map((detector) => detect(samples, detector));
  expect(one).toEqual(other as typeof one);
  const [state, expected] = detectors.map((detector) => detector.save());
  expect(state).toEqual(expected as typeof state);
  return one?.length ?? 0;
}

/** So many recordings of a set are compared, spread over all of it: more than a few people and devices. */
const RECORDINGS = 6;
/** They may take so long on a busy machine. */
const SET_LIMIT_MS = 240_000;

describe('the detector in WebAssembly finds the steps of the plain one, to the last bit', () => {
  test.each(Object.keys(PLACEMENTS) as Placement[])('in a synthetic walk, %s', (placement) => {
    const walk = aWalk({ placement, samplingRate: 87, timestampJitter: 0.002 });
    expect(compare(rows(walk))).toBeGreaterThan(20);
  });

  const sets = HAS_DATA ? readdirSync(DATA) : ['every set'];
  test.skipIf(!HAS_DATA).each(sets)(
    `in recordings of %s${NEEDS_DATA}`,
    async (set) => {
      const paths = await findRecordings(join(DATA, set));
      expect(paths.length).toBeGreaterThan(0);
      const every = Math.ceil(paths.length / RECORDINGS);
      for (const path of paths.filter((_, i) => i % every === 0)) {
        compare(rows(await readRecording(path)));
      }
    },
    SET_LIMIT_MS,
  );
});
