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
  /** True contacts in seconds, ascending; empty where they are not known. */
  readonly truth: readonly number[];
  /** The same without the bounces of foot switches, where those recorded it. */
  readonly cleanTruth?: readonly number[];
  readonly steps: readonly DetectedStep[];
  /** The times of `steps`, in seconds. */
  readonly detected: readonly number[];
  /** For walking and jogging on a watch: the cadence in each whole minute; otherwise empty. */
  readonly cadence: readonly MinuteCadence[];
}

/** Reads a recording and streams it through a detector. */
export async function observe<Meta extends RecordingMeta>(
  { meta, recording: read, truth, cleanTruth }: LazyRecording<Meta>,
  detector: StreamingDetector,
): Promise<Observation<Meta>> {
  const recording = await read();
  const { times, accel } = recording;
  const steps = runDetector(detector, recording);
  const moves =
    meta.set === 'watch' && (meta.activity === 'walking' || meta.activity === 'jogging');
  return {
    meta,
    samples: times.length,
    whole: { start: times[0] ?? 0, end: times.at(-1) ?? 0 },
    segments: segmentsOf(recording),
    truth: (await truth()) ?? [],
    ...(cleanTruth && { cleanTruth: await cleanTruth() }),
    steps,
    detected: steps.map((step) => step.timestamp),
    cadence: moves ? cadenceByMinute(times, accel) : [],
  };
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
