import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLASSIC, DEFAULT_MODEL, lookAhead, StepDetector } from '@stepstream/detector';
import { serializeModel } from '@stepstream/detector/internals';
import { randomModel } from '@stepstream/detector/testing';
import { TestClient } from '@stepstream/testing/client';
import { aWalk, rows } from '@stepstream/testing/stream';
import { startServer } from '../listen/start-server.ts';
import { loadModel, ModelError } from './load-model.ts';

const MODELS = join(import.meta.dir, '../../../../models');
const BYTES = serializeModel(randomModel({ threshold: 0.2, walkThreshold: 0.4 }));

let folder = '';
let file = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-model-'));
  file = join(folder, 'model.safetensors');
  await writeFile(file, BYTES);
});
afterAll(() => rm(folder, { recursive: true }));

function failure(model: string): ModelError {
  try {
    loadModel(model);
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
  throw new Error('a ModelError was expected');
}

describe('a model', () => {
  test('classic needs no file', () => {
    expect(loadModel('classic')).toBe(CLASSIC);
  });

  test('is loaded from its file, or the folder that it lies in', () => {
    for (const path of [file, folder]) {
      const model = loadModel(path);
      expect(model).toMatchObject({ id: 'random-1', threshold: 0.2, walkThreshold: 0.4 });
      // The network's delay, half a frame of smoothing, and what finding a peak takes.
      expect(lookAhead(model)).toBeCloseTo(0.25 + 0.01 + 0.03, 9);
    }
  });

  test('that is loaded detects, and may be used by many at once', () => {
    const model = loadModel(file);
    const samples = rows(aWalk());
    const [one, other] = [new StepDetector({ model }), new StepDetector({ model })];
    let likeliest = 0;
    for (const sample of samples) {
      one.push(...sample);
      other.push(...sample);
      likeliest = Math.max(likeliest, one.startProbability, one.endProbability);
    }
    expect(one.save()).toEqual(other.save());
    expect(likeliest).toBeGreaterThan(0);
  });

  // While a model is being trained, its folder is there before its file.
  const published = (existsSync(MODELS) ? readdirSync(MODELS) : []).filter((name) =>
    existsSync(join(MODELS, name, 'model.safetensors')),
  );
  test.each(published)('%s of the package has a name and is what it says', (name) => {
    expect(loadModel(name).id).toBe(name);
  });

  test('is there by default', () => {
    expect(loadModel(DEFAULT_MODEL).windowLength).toBeGreaterThan(0);
  });
});

describe('a model is refused', () => {
  test('that there is not, with those that there are', () => {
    for (const path of ['nowhere', join(folder, 'nowhere'), join(file, 'in'), '../models', '']) {
      const error = failure(path);
      expect(error).toMatchObject({ name: 'ModelError', code: 'not_found', model: path });
      expect(error.message).toStartWith(`cannot load the model ${JSON.stringify(path)}. `);
      expect(error.message).toContain('Choose classic');
    }
  });

  test('in a folder without one', async () => {
    const empty = join(folder, 'empty');
    await mkdir(empty);
    expect(failure(empty).code).toBe('not_found');
  });

  test('that is no file, or far too large for one', async () => {
    await mkdir(join(folder, 'strange', 'model.safetensors'), { recursive: true });
    expect(failure(join(folder, 'strange')).code).toBe('not_a_model');
    const large = join(folder, 'large');
    await writeFile(large, '');
    await truncate(large, 2 ** 32);
    expect(failure(large).message).toContain('far too large');
  });

  test('whose file is not one, damaged, or of another version', async () => {
    const other = new TextDecoder('latin1').decode(BYTES).replace(/version":"\d+"/, 'version":"0"');
    const cases = [
      ['not_a_model', Buffer.from('timestamp,accel_x,accel_y,accel_z\n')],
      ['damaged', BYTES.subarray(0, 10_000)],
      ['damaged', Uint8Array.from(BYTES).fill(1, -1)],
      ['wrong_version', Buffer.from(other, 'latin1')],
    ] as const;
    for (const [code, bytes] of cases) {
      const path = join(folder, 'bad.safetensors');
      await writeFile(path, bytes);
      const error = failure(path);
      expect(error.code).toBe(code);
      expect(error.message).not.toContain('\n');
    }
  });
});

describe('a server', () => {
  async function greetingOf(options: Parameters<typeof startServer>[0]): Promise<unknown> {
    const server = startServer({ port: 0, logLevel: 'warn', ...options });
    try {
      const client = await TestClient.connect(server.streamUrl);
      client.close();
      return client.messages[0];
    } finally {
      await server.stop();
    }
  }

  test('detects with the model that it is given', async () => {
    expect(await greetingOf({ model: loadModel(file) })).toMatchObject({
      model: 'random-1',
      look_ahead_ms: 290,
    });
  });

  test('detects with the default where it is given none', async () => {
    expect(await greetingOf({})).toMatchObject({ model: loadModel(DEFAULT_MODEL).id });
  });
});
