import { afterAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PARAMETER_COUNT } from '@stepstream/detector/internals';
import { seededRandom } from '@stepstream/math';
import { CheckpointFile } from './checkpoint-file.ts';
import type { Checkpoint } from './train.ts';

const folder = mkdtempSync(join(tmpdir(), 'stepstream-checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));

function checkpoint(seed: number): Checkpoint {
  const random = seededRandom(seed);
  const numbers = () => Float64Array.from({ length: PARAMETER_COUNT }, () => random() - 0.5);
  return {
    batch: 200 * seed,
    parameters: Float32Array.from(numbers()),
    // Tiny squares are what the optimizer has; they must not be rounded.
    optimizer: { steps: 200 * seed + 1, mean: numbers(), square: numbers().map((x) => x * x) },
  };
}

describe('a checkpoint', () => {
  const path = join(folder, 'one');
  const file = new CheckpointFile(path);

  test('is read as it was written, to the bit', () => {
    file.save(checkpoint(1));
    expect(new CheckpointFile(path).load()).toEqual(checkpoint(1));
  });

  test('takes the place of the one before, and leaves nothing beside it', () => {
    file.save(checkpoint(1));
    file.save(checkpoint(2));
    expect(file.load()).toEqual(checkpoint(2));
    expect(readdirSync(folder).filter((name) => name.startsWith('one'))).toEqual(['one']);
  });

  test('survives an interruption while the next one is written', () => {
    file.save(checkpoint(3));
    writeFileSync(`${path}.new`, readFileSync(path).subarray(0, 1000));
    expect(file.load()).toEqual(checkpoint(3));
    file.save(checkpoint(4));
    expect(file.load()).toEqual(checkpoint(4));
  });
});

describe('there is none', () => {
  test.each([
    ['where there is no file', null],
    ['in an empty file', 0],
    ['in a file of another network', 8 * (2 + 3 * (PARAMETER_COUNT - 1))],
    ['in a file cut short', 8 * (2 + 3 * PARAMETER_COUNT) - 1],
    ['in a file with more behind', 8 * (2 + 3 * PARAMETER_COUNT) + 8],
  ])('%s', (name, bytes) => {
    const path = join(folder, name);
    if (bytes !== null) writeFileSync(path, new Uint8Array(bytes));
    expect(new CheckpointFile(path).load()).toBeUndefined();
  });
});
