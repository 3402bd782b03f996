import type { RecordingSource } from '../recording.ts';

/** Where a recording came from whose file said everything, and of which nothing is to be told. */
export const PLAIN_SOURCE: RecordingSource = {
  format: 'stepstream',
  accelUnit: 'm/s^2',
  gyroUnit: null,
  timeUnit: 's',
  gravity: 'included',
  startedAt: null,
  notes: [],
};
