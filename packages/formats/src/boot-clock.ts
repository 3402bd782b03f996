import type { Notes } from './notes.ts';
import { typicalInterval } from './time-units.ts';

/** A time before this, in seconds, counts from when a device was started; one after the other is a date. */
const LATEST_BOOT = 1e8;
const EARLIEST_DATE = 1e9;

/**
 * Puts the rows that a device took before its clock was set right before those after it: nothing else
 * is known of them than that they came first.
 *
 * @param times - in seconds; changed in place
 */
export function ontoSetClock(times: Float64Array, notes: Notes, path: string): void {
  // Most clocks were set before the first row, or never.
  if (!((times[0] ?? 0) < LATEST_BOOT && (times.at(-1) ?? 0) >= EARLIEST_DATE)) return;
  const set = times.findIndex((time) => time >= EARLIEST_DATE);
  if (set <= 0) return;
  const before = times.subarray(0, set);
  const isBoot = before.every((time) => time >= 0 && time < LATEST_BOOT);
  if (!isBoot || !times.subarray(set).every((time) => time >= EARLIEST_DATE)) return;
  const shift = (times[set] as number) - typicalInterval(times) - (before[set - 1] as number);
  for (let row = 0; row < set; row++) times[row] = (times[row] as number) + shift;
  const text = `the clock was set at row ${set + 1}, from the time since the device's start to the time of day: the rows before were put right before that`;
  notes.add('clock_changed', text, { path });
}
