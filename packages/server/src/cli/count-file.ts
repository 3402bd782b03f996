import { basename } from 'node:path';
import type { DetectorModel } from '@stepstream/detector';
import { type FormatOptions, readRecording, recordingSummary } from '@stepstream/formats';
import { plotSteps } from '@stepstream/plot';
import { countSteps, summarizeSteps } from './count-recording.ts';
import type { FileCount } from './count-table.ts';
import { formatDuration, formatNumber } from './format.ts';
import { readKnownSteps } from './known-steps.ts';
import type { ProgressLine } from './terminal/progress.ts';

/** How to read and count. */
export interface CountFileOptions {
  readonly model: DetectorModel;
  readonly confirmAfter?: number | undefined;
  readonly format: FormatOptions;
  readonly progress: ProgressLine;
  /** What the progress calls the file. */
  readonly label: string;
}

/** A count, and what can be drawn of it while the recording is at hand. */
export interface CountedFile {
  readonly count: FileCount;
  /** The recording with its steps, as SVG. */
  readonly plot: () => string;
}

/**
 * Counts the steps of a recording, and compares them with the known ones where there are any.
 *
 * @param path - the file, or the folder of an app's export
 * @throws {RecordingError} when it, or its known steps, can't be read
 */
export async function countFile(path: string, options: CountFileOptions): Promise<CountedFile> {
  const { model, confirmAfter, progress, label } = options;
  const show = (what: string) => (fraction: number) =>
    progress.update(() => `${label}: ${what} ${Math.floor(100 * fraction)} %`);
  const trueSteps = await readKnownSteps(path);
  const recording = await readRecording(path, { ...options.format, onProgress: show('reading') });
  const { source } = recording;
  const steps = countSteps(recording, {
    model,
    confirmAfter,
    gravity: source.gravity,
    onProgress: show('counting'),
  });
  const count: FileCount = {
    file: path,
    source,
    ...recordingSummary(recording),
    ...summarizeSteps(steps),
    trueSteps: trueSteps?.length ?? null,
    confirmed: steps,
  };
  const plot = () =>
    plotSteps({
      title: basename(path),
      subtitle: summaryLine(count, model.id),
      recording,
      gravity: source.gravity,
      steps,
      trueSteps,
    });
  return { count, plot };
}

function summaryLine(count: FileCount, model: string): string {
  const { steps, trueSteps, cadence, walkingSeconds, duration, rate } = count;
  return [
    `${steps} steps${trueSteps === null ? '' : ` (${trueSteps} known)`}`,
    ...(cadence === null ? [] : [`${formatNumber(cadence)} steps/min`]),
    `${formatDuration(walkingSeconds)} of ${formatDuration(duration)} walking`,
    `${formatNumber(rate)} Hz`,
    `counted by ${model}`,
  ].join(' · ');
}
