import { basename } from 'node:path';
import {
  type CountedRecording,
  countRecording,
  formatDuration,
  formatNumber,
} from '@stepstream/analysis';
import type { DetectorModel } from '@stepstream/detector';
import { type FormatOptions, readRecording } from '@stepstream/formats';
import { plotSteps } from '@stepstream/plot';
import { truthBeside } from './truth-beside.ts';

/** How to read and count. */
export interface CountFileOptions {
  readonly model: DetectorModel;
  readonly confirmAfter?: number | undefined;
  readonly format: FormatOptions;
  /** Told what is being done, and which share of it is done, 0 to 1. */
  readonly onProgress?: (what: 'reading' | 'counting', share: number) => void;
}

/** A count, and what can be drawn of it while the recording is at hand. */
export interface CountedFile {
  readonly count: CountedRecording;
  /** The recording with its steps, as SVG. */
  readonly plot: () => string;
}

/**
 * Counts the steps of a recording, and compares them with the known ones where there are any.
 *
 * @param path - the file, or the folder of an app's export
 * @throws {RecordingError} when it, or what is known of it, can't be read
 */
export async function countFile(path: string, options: CountFileOptions): Promise<CountedFile> {
  const { model, confirmAfter, onProgress } = options;
  const show = (what: 'reading' | 'counting') => (share: number) => onProgress?.(what, share);
  const { known, notes } = await truthBeside(path);
  const recording = await readRecording(path, { ...options.format, onProgress: show('reading') });
  const counted = countRecording(path, recording, {
    model,
    confirmAfter,
    known,
    onProgress: show('counting'),
  });
  const count = { ...counted, notes: [...counted.notes, ...notes] };
  const plot = () =>
    plotSteps({
      title: basename(path),
      subtitle: summaryLine(count, model.id),
      recording,
      gravity: recording.source.gravity,
      steps: count.confirmed,
      trueSteps: known?.times?.map((timestamp) => ({ timestamp })) ?? null,
      unknown: known?.unknown ?? [],
    });
  return { count, plot };
}

function summaryLine(count: CountedRecording, model: string): string {
  const { steps, comparison, cadence, walkingSeconds, duration, rate } = count;
  return [
    `${steps} steps${comparison === null ? '' : ` (${comparison.truth} known)`}`,
    ...(cadence === null ? [] : [`${formatNumber(cadence)} steps/min`]),
    `${formatDuration(walkingSeconds)} of ${formatDuration(duration)} walking`,
    `${formatNumber(rate)} Hz`,
    `counted by ${model}`,
  ].join(' · ');
}
