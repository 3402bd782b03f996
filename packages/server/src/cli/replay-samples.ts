import type { Recording } from '@stepstream/formats';

/**
 * When each sample is due, in seconds after the first. Where the recording's clock steps back, the
 * next sample is due at once.
 */
export function dueTimes({ times }: Pick<Recording, 'times'>): Float64Array {
  const due = new Float64Array(times.length);
  for (let i = 1; i < times.length; i++) {
    const passed = (times[i] as number) - (times[i - 1] as number);
    due[i] = (due[i - 1] as number) + Math.max(0, passed);
  }
  return due;
}
