import { networkModel } from '@stepstream/detector/internals';
import { plotSteps } from '@stepstream/plot';
import type { RecordingCount } from '../evaluation/contact-reports.ts';
import { clockOf, type RecordingMeta } from '../evaluation/datasets.ts';
import type { LazyRecording } from '../evaluation/load.ts';
import { groupBy } from '../evaluation/observe.ts';
import type { EvaluationReport } from '../evaluation/report.ts';
import { toleranceOf } from '../evaluation/tolerances.ts';
import type { TrainedModels } from '../evaluation/trained-models.ts';
import { busiest, plotData } from './plot-data.ts';

/** A plot and the placement that it shows. */
export interface PlacementPlot {
  /** Fit for a file's name. */
  readonly placement: string;
  readonly svg: string;
}

/**
 * A minute of walking for each placement: of the recordings there, the one with the middle count
 * error, so that none is chosen for its looks; of it, the minute with the most true contacts.
 */
export async function plotPlacements(
  recordings: readonly LazyRecording[],
  models: TrainedModels,
  report: EvaluationReport,
): Promise<PlacementPlot[]> {
  const walks = recordings.filter(({ meta }) => placementOf(meta) !== null);
  const plots: PlacementPlot[] = [];
  for (const [placement, own] of groupBy(walks, ({ meta }) => placementOf(meta) ?? '')) {
    const chosen = middleOf(own, report);
    if (!chosen) continue;
    plots.push({ placement, svg: await plotOne(placement, chosen, models, report) });
  }
  return plots;
}

/** What people walked with while the phone was in a trouser pocket. */
const TOOLS = { gd: 'pocketguidedog', wc: 'pocketcane', na: 'pocket' } as const;

/** Where the device was on the body; null for recordings that are no walks. */
function placementOf(meta: RecordingMeta): string | null {
  switch (meta.set) {
    case 'handheld':
      return 'handheld';
    case 'phones':
      return meta.placement;
    case 'watch':
      return meta.activity === 'walking' ? 'wrist' : null;
    case 'pockets':
      return TOOLS[meta.tool];
    case 'sports':
      return meta.activity === 'treadmill_4kmh' && meta.placement !== 'torso'
        ? 'treadmillwrist'
        : null;
    case 'daily':
    case 'chores':
      return null;
  }
}

async function plotOne(
  placement: string,
  { meta, recording: read, truth: readTruth, mask: readMask }: LazyRecording,
  models: TrainedModels,
  report: EvaluationReport,
): Promise<string> {
  const recording = await read();
  const model = networkModel(models.heldOut.get(meta.person) ?? models.published);
  const offset = offsetOf(meta, report);
  const truth = (await readTruth())?.map((time) => time + offset) ?? null;
  const mask = ((await readMask?.()) ?? []).map(({ start, end }) => ({
    start: start + offset,
    end: end + offset,
  }));
  const whole = { start: recording.times[0] ?? 0, end: recording.times.at(-1) ?? 0 };
  const window = busiest(whole, truth ?? [], 60);
  const data = plotData(recording, model, {
    window,
    truth,
    tolerance: toleranceOf(meta.set),
    mask,
  });
  const start = Math.round(window.start - whole.start);
  return plotSteps({
    title: placement,
    subtitle: `${meta.name}, from ${start} s, by ${model.id}`,
    recording,
    window,
    unknown: mask,
    ...data,
  });
}

/** Seconds by which the sensor's clock is ahead of the reference's, as the evaluation found it. */
function offsetOf(meta: RecordingMeta, report: EvaluationReport): number {
  const offsets = withContacts(report).flatMap((set) => set.offsets);
  return offsets.find(({ group }) => group === clockOf(meta))?.offset ?? 0;
}

/** The recording with the middle error; where errors are not known, the middle one by name. */
function middleOf(
  recordings: readonly LazyRecording[],
  report: EvaluationReport,
): LazyRecording | undefined {
  const counts = withContacts(report).flatMap((set) => set.recordings);
  const errors = new Map(counts.map((count: RecordingCount) => [count.name, count.error ?? 0]));
  const sizeOf = ({ meta }: LazyRecording): number => Math.abs(errors.get(meta.name) ?? 0);
  const sorted = [...recordings].sort((a, b) => sizeOf(a) - sizeOf(b));
  return sorted[Math.floor(sorted.length / 2)];
}

/** The reports of the sets with known contacts. */
function withContacts({ handheld, phones, pockets, sports }: EvaluationReport) {
  const walks = sports && { recordings: sports.walks, offsets: sports.offsets };
  return [handheld, phones, pockets, walks].filter((set) => set !== null);
}
