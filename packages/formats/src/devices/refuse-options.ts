import type { FormatOptions } from '../recording.ts';
import { RecordingError } from '../recording-error.ts';

const FLAGS: Readonly<Partial<Record<keyof FormatOptions, string>>> = {
  columns: '--columns',
  accelUnit: '--accel-unit',
  gyroUnit: '--gyro-unit',
  timeUnit: '--time-unit',
  gravity: '--gravity',
};

/**
 * A device's file says what its numbers are; whoever says it again is mistaken about the file.
 *
 * @throws {RecordingError} `wrong_unit` where something is said that is not so
 */
export function refuseOptions(options: FormatOptions, path: string): void {
  const known: FormatOptions = { accelUnit: 'g', gravity: 'included' };
  const wrong = (Object.keys(FLAGS) as (keyof FormatOptions)[]).find(
    (key) => options[key] !== undefined && options[key] !== known[key],
  );
  if (!wrong) return;
  const problem = `a file of this device says itself what its numbers are: leave ${FLAGS[wrong]} out`;
  throw new RecordingError('wrong_unit', path, null, problem);
}
