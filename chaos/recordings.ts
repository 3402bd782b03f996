import { StepDetector } from '@stepstream/detector';
import { findRecordings, readRecording } from '@stepstream/formats';
import type { Sample } from '@stepstream/protocol';
import { generateWalk } from '@stepstream/synthetic';
import { dataFolder, hasDataFolder } from '@stepstream/trainer';
import { DEFAULT_CONFIG, loadModel } from 'stepstream';

/** A walk as a client sends it. */
export interface Walk {
  readonly name: string;
  /** The first sample's moment, in seconds. */
  readonly begin: number;
  /** Their times only grow. */
  readonly samples: readonly TimedSample[];
  /** The contacts' moments that the server's detector finds where nothing is cut, in seconds. */
  readonly steps: readonly number[];
}

export type TimedSample = Sample & { readonly timestamp: number };

/** The contact's moment as the server tells it: in whole microseconds. */
const MICRO = 1e6;
/**
 * Times are put on this grid, some 61 µs, and values on single precision: then a binary frame holds them to the last
 * bit wherever it begins, and a walk that was cut and sent again can be compared with one that was not.
 */
const GRID_PER_SECOND = 2 ** 14;
/** Recordings that are looked through for ones with steps. */
const MAX_CANDIDATES = 60;
/** Sets of recordings, each from other people and places of wearing. */
const SETS = ['pockets', 'phones', 'handheld', 'daily', 'sports', 'watch'];

/**
 * Walks of so many seconds: parts of real recordings where there are any, else synthetic ones.
 *
 * @param count how many different ones, at most
 * @param begin moment of their first samples, in whole seconds. Default: 0
 */
export async function loadWalks(
  seconds: number,
  count: number,
  begin = 0,
): Promise<readonly Walk[]> {
  const walks = hasDataFolder() ? await recordedWalks(seconds, count, begin) : [];
  return walks.length > 0 ? walks : syntheticWalks(seconds, count, begin);
}

async function recordedWalks(seconds: number, count: number, begin: number): Promise<Walk[]> {
  const folder = dataFolder(process.env);
  const bySet = await Promise.all(
    SETS.map((set) => findRecordings(`${folder}/${set}`).catch((): string[] => [])),
  );
  // One of each set in turn, so that few walks differ as much as many.
  const longest = Math.max(...bySet.map((paths) => paths.length));
  const paths = Array.from({ length: longest }, (_, i) =>
    bySet.flatMap((set) => set.slice(i, i + 1)),
  ).flat();
  const walks: Walk[] = [];
  for (const path of paths.slice(0, MAX_CANDIDATES)) {
    if (walks.length === count) break;
    const walk = await walkOf(path, seconds, begin);
    if (walk) walks.push(walk);
  }
  return walks;
}

/** The most walked-through part of a recording; undefined where nobody walks in it, or it is too short. */
async function walkOf(path: string, seconds: number, begin: number): Promise<Walk | undefined> {
  const { times, accel, gyro, source } = await readRecording(path);
  if (source.gravity !== 'included') return undefined;
  const all = samplesOf(times, accel, gyro);
  const end = all.at(-1)?.timestamp ?? 0;
  if (end < seconds) return undefined;
  const steps = stepsOf(all);
  let [best, most] = [0, 0];
  for (let from = 0; from + seconds <= end; from += seconds / 2) {
    const found = steps.filter((time) => time >= from && time < from + seconds).length;
    if (found > most) [best, most] = [from, found];
  }
  if (most < seconds / 4) return undefined;
  const part = all.filter(({ timestamp }) => timestamp >= best && timestamp < best + seconds);
  return walk(path.split('/').slice(-2).join('/'), part, begin);
}

function syntheticWalks(seconds: number, count: number, begin: number): Walk[] {
  return Array.from({ length: count }, (_, i) => {
    const third = (seconds - 4) / 2;
    const { times, accel, gyro } = generateWalk({
      segments: [
        { activity: 'walking', seconds: third, cadence: 90 + ((7 * i) % 40) },
        { activity: 'standing', seconds: 4 },
        { activity: 'walking', seconds: third, cadence: 95 + ((11 * i) % 30) },
      ],
      samplingRate: 50,
      seed: i + 1,
    });
    return walk(`synthetic ${i + 1}`, samplesOf(times, accel, gyro), begin);
  });
}

/** Moves samples to begin at a moment. The detector's steps are those of the moved ones, to the last bit. */
function walk(name: string, part: readonly TimedSample[], begin: number): Walk {
  const origin = part[0]?.timestamp ?? 0;
  const samples = part.map((sample) => ({
    ...sample,
    timestamp: sample.timestamp - origin + begin,
  }));
  return { name, begin, samples, steps: stepsOf(samples) };
}

function samplesOf(
  times: Float64Array,
  accel: Float64Array,
  gyro: Float64Array | null,
): TimedSample[] {
  const samples: TimedSample[] = [];
  const origin = times[0] ?? 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const [i, time] of times.entries()) {
    const timestamp = Math.round((time - origin) * GRID_PER_SECOND) / GRID_PER_SECOND;
    if (!(timestamp > last)) continue;
    last = timestamp;
    const at = (values: Float64Array, axis: number) => Math.fround(values[3 * i + axis] as number);
    samples.push({
      timestamp,
      accel_x: at(accel, 0),
      accel_y: at(accel, 1),
      accel_z: at(accel, 2),
      ...(gyro &&
        !Number.isNaN(gyro[3 * i]) && {
          gyro_x: at(gyro, 0),
          gyro_y: at(gyro, 1),
          gyro_z: at(gyro, 2),
        }),
    });
  }
  return samples;
}

const model = loadModel(DEFAULT_CONFIG.model);

/** What the server's detector finds in a stream that nobody cuts, to its stop. */
function stepsOf(samples: readonly TimedSample[]): number[] {
  const detector = new StepDetector({ model });
  const found = samples.flatMap((s) => [
    ...detector.push(s.timestamp, s.accel_x, s.accel_y, s.accel_z),
  ]);
  return [...found, ...detector.finish()].map(({ timestamp }) => toMicro(timestamp));
}

/** A moment in seconds, in whole microseconds. */
export function toMicro(timestamp: number): number {
  return Math.round(timestamp * MICRO) / MICRO;
}
