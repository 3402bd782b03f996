import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countRecording } from '@stepstream/analysis';
import { readRecording, readSteps } from '@stepstream/formats';
import { SAMPLES, writeSamples } from '../samples/generate.ts';

const FOLDER = join(import.meta.dir, '../samples');

let made = '';
beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'stepstream-samples-'));
  await writeSamples(made);
});
afterAll(() => rm(made, { recursive: true }));

test.each(Object.keys(SAMPLES))(
  'the sample %s is what its seed makes, and is counted',
  async (name) => {
    for (const file of [`${name}.csv`, `${name}.steps.csv`]) {
      expect(await readFile(join(FOLDER, file), 'utf8')).toBe(
        await readFile(join(made, file), 'utf8'),
      );
    }
    const times = (await readSteps(join(FOLDER, `${name}.steps.csv`))).map(
      (step) => step.timestamp,
    );
    const path = join(FOLDER, `${name}.csv`);
    const known = { count: times.length, times, unknown: [] };
    const { comparison } = countRecording(path, await readRecording(path), { known });
    expect(Math.abs(comparison?.difference ?? Number.NaN)).toBeLessThanOrEqual(2);
  },
);
