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
  /** Bytes at the end that are not enough for what they begin. */
  readonly restBytes: number;
}

/**
 * Tells of what was damaged or is missing.
 *
 * @throws {RecordingError} when too much is damaged, or there is no sample at all
 */
export function endOfDevice({ path, notes, bad, samples, restBytes }: DeviceEnd): void {
  bad.report(notes);
  if (samples === 0) {
    const problem =
      'the file has no samples in it: was the device set to record? Download it again';
    throw new RecordingError('empty', path, null, problem);
  }
  if (restBytes === 0) return;
  const text = `the file ends in the midst of a part (its last ${restBytes} bytes): what is there is read; copy it from the device again`;
  notes.add('cut_off', text, { path });
}
