import type { Notes } from './notes.ts';
import { type Rows, selectRows } from './select-rows.ts';

/** From this share of all rows on, rows that repeat are no chance. */
const MIN_SHARE = 0.2;

/**
 * Leaves out rows that say again what the row before said: programs that poll a sensor faster than it
 * measures write each of its readings more than once. Rows that share a time but differ stay.
 */
export function withoutRepeated(recording: Rows, notes: Notes, path: string): Rows {
  const { times, accel } = recording;
  let sameTime = 0;
  let same = 0;
  const isSame = (row: number) =>
    times[row] === times[row - 1] &&
    accel[3 * row] === accel[3 * row - 3] &&
    accel[3 * row + 1] === accel[3 * row - 2] &&
    accel[3 * row + 2] === accel[3 * row - 1];
  for (let row = 1; row < times.length; row++) {
    if (times[row] !== times[row - 1]) continue;
    sameTime++;
    if (isSame(row)) same++;
  }
  if (same < MIN_SHARE * times.length || same < 0.9 * sameTime) return recording;
  const rows = Uint32Array.from(times.keys()).filter((row) => row === 0 || !isSame(row));
  // All at one time: that is no polling, and the error about the times says what to do.
  if (rows.length < 2) return recording;
  const text = `${same} of ${times.length} rows repeat the one before, and were left out`;
  notes.add('rows_repeated', text, { path });
  return selectRows(recording, rows);
}
