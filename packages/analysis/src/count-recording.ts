import type { LoadedRecording } from '@stepstream/formats/browser';
import { inBlocks } from './count-steps.ts';
import type { CountedRecording, Finding } from './counted-recording.ts';
import { type CounterOptions, RecordingCounter } from './recording-counter.ts';

/** How to count, and what is known. */
export interface CountRecordingOptions
  extends Omit<CounterOptions, 'gravity'>,
    Omit<Finding, 'file' | 'source'> {
  /** Told the share of the recording that has been counted, 0 to 1, now and then. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/**
 * Counts the steps of a recording that is in memory, and says what they come to.
 *
 * @param file - what the result calls it
 *
 * @example
 * const { steps, walks } = countRecording('walk.csv', await readRecording('walk.csv'));
 */
export function countRecording(
  file: string,
  recording: LoadedRecording,
  { known, tolerance, onProgress, ...options }: CountRecordingOptions = {},
): CountedRecording {
  const { source } = recording;
  const counter = new RecordingCounter({ ...options, gravity: source.gravity });
  for (const [block, share] of inBlocks(recording)) {
    onProgress?.(share);
    counter.push(block);
  }
  return counter.finish({ file, source, known, tolerance });
}
