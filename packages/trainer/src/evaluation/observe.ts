import type { Recording } from '@stepstream/formats';
import type { RecordingMeta } from './datasets.ts';
import type { StreamingDetector } from './detector-factory.ts';
import type { LazyRecording } from './load.ts';
import { type DetectedStep, runDetector } from './run-detector.ts';
import { type Interval, type Segment, segmentsOf } from './segments.ts';
import { cadenceByMinute, type MinuteCadence } from './spectral-cadence.ts';

/** Everything that scoring needs to know of one recording; small, unlike its samples. */
export interface Observation<Meta extends RecordingMeta = RecordingMeta> {
  readonly meta: Meta;
  readonly samples: number;
  /** From the first to the last sample, in seconds. */
  readonly whole: Interval;
  readonly segments: readonly Segment[];
  /** Whether the true contacts are known; it may be known that there are none. */
  readonly hasTruth: boolean;
  /** True contacts in seconds, ascending; empty where they are not known. */
  readonly truth: readonly number[];
  /** The same without the bounces of foot switches, where those recorded it. */
  readonly cleanTruth?: readonly number[];
  /** What is found here is neither right nor wrong; on the clock of `truth`, in order. */
  readonly mask: readonly Interval[];
  /** Here foot switches may have missed a contact; on the clock of `truth`, in order. */
  readonly doubtful: readonly Interval[];
  readonly steps: readonly DetectedStep[];
  /** The times of `steps`, in seconds. */
  readonly detected: readonly number[];
  /** In `watch` and `chores`, while somebody walks: the cadence in each whole minute. */
  readonly cadence: readonly MinuteCadence[];
}

/** Reads a recording and streams it through a detector. */
export async function observe<Meta extends RecordingMeta>(
  { meta, recording: read, truth: readTruth, ...known }: LazyRecording<Meta>,
  detector: StreamingDetector,
): Promise<Observation<Meta>> {
  const recording = await read();
  const { times } = recording;
  const steps = runDetector(detector, recording);
  const segments = segmentsOf(recording);
  const truth = await readTruth();
  return {
    meta,
    samples: times.length,
    whole: { start: times[0] ?? 0, end: times.at(-1) ?? 0 },
    segments,
    hasTruth: truth !== null,
    truth: truth ?? [],
    ...(known.cleanTruth && { cleanTruth: await known.cleanTruth() }),
    mask: (await known.mask?.()) ?? [],
    doubtful: (await known.doubtful?.()) ?? [],
    steps,
    detected: steps.map((step) => step.timestamp),
    cadence: cadenceOf(meta, recording, segments),
  };
}

/** Activities in which the spectrum tells how many steps a minute has. */
const RHYTHMIC: readonly string[] = ['walking', 'jogging', 'stairs'];

function cadenceOf(
  meta: RecordingMeta,
  { times, accel }: Recording,
  segments: readonly Segment[],
): MinuteCadence[] {
  switch (meta.set) {
    case 'watch':
      return RHYTHMIC.includes(meta.activity) ? cadenceByMinute(times, accel) : [];
    case 'chores':
      return segments
        .filter(({ activity }) => RHYTHMIC.includes(activity))
        .flatMap(({ start, end }) => {
          const from = times.findIndex((time) => time >= start);
          const to = times.findLastIndex((time) => time <= end) + 1;
          return cadenceByMinute(times.subarray(from, to), accel.subarray(3 * from, 3 * to));
        });
    default:
      return [];
  }
}

/** Groups things by a key, in the order in which the keys first come. */
export function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
