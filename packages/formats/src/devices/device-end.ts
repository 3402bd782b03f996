import type { Notes } from '../notes.ts';
import { RecordingError } from '../recording-error.ts';
import type { BadParts } from './bad-parts.ts';

/** What is known of a device's file once all of it was read. */
export interface DeviceEnd {
  readonly path: string;
  readonly notes: Notes;
  readonly bad: BadParts;
  /** How many samples there were. */
  readonly samples: number;
  /** Whether the file ends in the midst of something. */
  readonly isCutOff: boolean;
}

/**
 * Tells of what was damaged or is missing.
 *
 * @throws {RecordingError} when too much is damaged, or there is no sample at all
 */
export function endOfDevice({ path, notes, bad, samples, isCutOff }: DeviceEnd): void {
  bad.report(notes);
  if (samples === 0) {
    const problem =
      'the file has no samples in it: was the device set to record? Download it again';
    throw new RecordingError('empty', path, null, problem);
  }
  if (!isCutOff) return;
  const text = 'the file is cut off: what is there is read. Copy it from the device again';
  notes.add('cut_off', text, { path });
}
