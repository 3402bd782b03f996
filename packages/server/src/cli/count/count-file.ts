import { type CountedRecording, inBlocks, RecordingCounter } from '@stepstream/analysis';
import type { DetectorModel } from '@stepstream/detector';
import { type FormatOptions, type LoadedRecording, readRecording } from '@stepstream/formats';
import type { DrawnRecording } from '@stepstream/report';
import { truthBeside, truthInside } from './truth-beside.ts';

/** Told which share of a recording is done, 0 to 1. */
export type OnShare = (share: number) => void;

/** Reading takes about this share of the time, counting the rest. */
const READING = 0.65;

/** How to read and count. */
export interface CountFileOptions {
  readonly model: DetectorModel;
  readonly confirmAfter?: number | undefined;
  /** Counted and known steps this far apart, in seconds, still belong together. */
  readonly tolerance?: number | undefined;
  readonly format: FormatOptions;
  readonly onShare?: OnShare | undefined;
}

/** A count, and what can be drawn of it while the recording is at hand. */
export interface CountedFile {
  readonly count: CountedRecording;
  readonly drawn: DrawnRecording;
}

/**
 * Counts the steps of a recording, and compares them with the known ones where there are any.
 *
 * @param path - the file, or the folder of an app's export
 * @throws {RecordingError} when it, or what is known of it, can't be read
 */
export async function countFile(path: string, options: CountFileOptions): Promise<CountedFile> {
  const { model, confirmAfter, tolerance, onShare, format } = options;
  const truthFiles = await truthBeside(path);
  const streaming = new RecordingCounter({ model, confirmAfter });
  const recording = await readRecording(path, {
    ...format,
    onProgress: (share) => onShare?.(READING * share),
    onStreamed: (samples) => streaming.push(samples),
  });
  const { known, notes } = recording.known
    ? await truthInside(path, recording.known, truthFiles)
    : truthFiles;
  const { source } = recording;
  const hasStreamed = streaming.samples > 0;
  const counter = hasStreamed
    ? streaming
    : new RecordingCounter({ model, confirmAfter, gravity: source.gravity });
  if (!hasStreamed) pushAll(counter, recording, onShare);
  const counted = counter.finish({ file: path, source, known, tolerance });
  const count = { ...counted, notes: [...counted.notes, ...notes] };
  return {
    count,
    drawn: {
      count,
      model: model.id,
      envelope: counter.envelope,
      samples: hasStreamed ? null : recording,
      known,
    },
  };
}

function pushAll(
  counter: RecordingCounter,
  recording: LoadedRecording,
  onShare: OnShare | undefined,
): void {
  for (const [block, share] of inBlocks(recording)) {
    onShare?.(READING + (1 - READING) * share);
    counter.push(block);
  }
}
