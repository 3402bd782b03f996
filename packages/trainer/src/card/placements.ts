import { networkModel } from '@stepstream/detector/internals';
import { plotSteps } from '@stepstream/plot';
import type { RecordingCount } from '../evaluation/contact-reports.ts';
import { clockOf, type RecordingMeta } from '../evaluation/datasets.ts';
import type { LazyRecording } from '../evaluation/load.ts';
import { groupBy } from '../evaluation/observe.ts';
import type { EvaluationReport } from '../evaluation/report.ts';
import { HANDHELD_WIDE_SECONDS, PHONES_SECONDS } from '../evaluation/tolerances.ts';
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

/** Where the device was on the body; null for recordings that are no walks. */
function placementOf(meta: RecordingMeta): string | null {
  switch (meta.set) {
    case 'handheld':
      return 'handheld';
    case 'phones':
      return meta.placement;
    case 'watch':
      return meta.activity === 'walking' ? 'wrist' : null;
    case 'daily':
    case 'sports':
    case 'pockets':
    case 'chores':
      return null;
  }
}

async function plotOne(
  placement: string,
  { meta, recording: read, truth: readTruth }: LazyRecording,
  models: TrainedModels,
  report: EvaluationReport,
): Promise<string> {
  const recording = await read();
  const model = networkModel(models.heldOut.get(meta.person) ?? models.published);
  const offset = offsetOf(meta, report);
  const truth = (await readTruth())?.map((time) => time + offset) ?? null;
  const whole = { start: recording.times[0] ?? 0, end: recording.times.at(-1) ?? 0 };
  const window = busiest(whole, truth ?? [], 60);
  const data = plotData(recording, model, {
    window,
    truth,
    tolerance: meta.set === 'phones' ? PHONES_SECONDS : HANDHELD_WIDE_SECONDS,
  });
  const start = Math.round(window.start - whole.start);
  return plotSteps({
    title: placement,
    subtitle: `${meta.name}, from ${start} s, by ${model.id}`,
    recording,
    window,
    ...data,
  });
}

/** Seconds by which the sensor's clock is ahead of the reference's, as the evaluation found it. */
function offsetOf(meta: RecordingMeta, { handheld, phones }: EvaluationReport): number {
  const offsets = [...(handheld?.offsets ?? []), ...(phones?.offsets ?? [])];
  return offsets.find(({ group }) => group === clockOf(meta))?.offset ?? 0;
}

/** The recording with the middle error; where errors are not known, the middle one by name. */
function middleOf(
  recordings: readonly LazyRecording[],
  { handheld, phones }: EvaluationReport,
): LazyRecording | undefined {
  const counts = [...(handheld?.recordings ?? []), ...(phones?.recordings ?? [])];
  const errors = new Map(counts.map((count: RecordingCount) => [count.name, count.error ?? 0]));
  const sizeOf = ({ meta }: LazyRecording): number => Math.abs(errors.get(meta.name) ?? 0);
  const sorted = [...recordings].sort((a, b) => sizeOf(a) - sizeOf(b));
  return sorted[Math.floor(sorted.length / 2)];
}
