import { describe, expect, test } from 'bun:test';
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

describe('the detector in WebAssembly finds the steps of the plain one, to the last bit', () => {
  test.each(['hand', 'pocket', 'wrist'] as const)('in a synthetic walk, %s', (placement) => {
    const walk = aWalk({ placement, samplingRate: 87, timestampJitter: 0.002 });
    expect(compare(rows(walk))).toBeGreaterThan(20);
  });

  test.skipIf(!HAS_DATA)(`in every recording${NEEDS_DATA}`, async () => {
    let recordings = 0;
    let steps = 0;
    for (const path of await findRecordings(DATA)) {
      steps += compare(rows(await readRecording(path)));
      recordings++;
    }
    expect(recordings).toBeGreaterThan(50);
    expect(steps).toBeGreaterThan(10_000);
  });
});
