/**
 * Makes the samples: `node packages/server/bin/bun.js samples/generate.ts`. They are synthetic walks, whose steps are
 * known exactly, so nobody's recording is in them. The same seeds give the same files; a test compares them.
 */
import { join } from 'node:path';
import { writeRecording, writeSteps } from '@stepstream/formats';
import { generateWalk, type WalkOptions } from '@stepstream/synthetic';

/** Two walks with a stop between them, at two cadences. */
const SEGMENTS = [
  { activity: 'standing', seconds: 2 },
  { activity: 'walking', seconds: 12, cadence: 112 },
  { activity: 'standing', seconds: 4 },
  { activity: 'walking', seconds: 8, cadence: 98 },
  { activity: 'standing', seconds: 2 },
] as const;

/** The walk of each sample, by the name of its file. */
export const SAMPLES: Readonly<Record<string, WalkOptions>> = {
  hand: { segments: SEGMENTS, placement: 'hand', seed: 16 },
  pocket: { segments: SEGMENTS, placement: 'pocket', seed: 17 },
  watch: { segments: SEGMENTS, placement: 'wrist', seed: 18 },
};

/** Three decimals are what a phone's sensor is worth, and keep the files small. */
const rounded = (values: Float64Array) => values.map((value) => Math.round(value * 1000) / 1000);

/** Writes all samples, and their true steps beside them, into a folder. */
export async function writeSamples(folder: string): Promise<void> {
  for (const [name, options] of Object.entries(SAMPLES)) {
    const { times, accel, steps } = generateWalk(options);
    const recording = { times: rounded(times), accel: rounded(accel), gyro: null, activity: null };
    await writeRecording(join(folder, `${name}.csv`), recording);
    const known = steps.map(({ timestamp, foot }) => ({
      timestamp: Math.round(timestamp * 1000) / 1000,
      foot,
    }));
    await writeSteps(join(folder, `${name}.steps.csv`), known);
  }
}

if (import.meta.main) await writeSamples(import.meta.dir);
