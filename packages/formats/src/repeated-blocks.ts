import type { Notes } from './notes.ts';
import { type Rows, selectRows } from './select-rows.ts';

/** So many rows with the same time and values are no chance. */
const MIN_ROWS = 10;
/** Of rows in disorder more than this share goes back: nothing is repeated there. */
const MAX_BACK = 0.01;

/**
 * Leaves out rows that were written twice: after the clock has stepped back, with the same times and values as
 * rows before. Files that were put together of parts have such.
 */
export function withoutRepeatedBlocks(all: Rows, notes: Notes, path: string): Rows {
  const { times } = all;
  let back = 0;
  for (let i = 1; i < times.length; i++)
    if ((times[i] as number) < (times[i - 1] as number)) back++;
  if (back === 0 || back > Math.max(1, MAX_BACK * times.length)) return all;
  const rows = rowsWithout(all);
  const repeated = times.length - rows.length;
  if (repeated < MIN_ROWS) return all;
  const text = `${repeated} of ${times.length} rows repeat rows further above, and were left out`;
  notes.add('rows_repeated', text, { path });
  return selectRows(all, rows);
}

/** The rows that say nothing which one before has said, with the same time. */
function rowsWithout({ times, accel }: Rows): Uint32Array {
  const first = new Map<number, number>();
  return Uint32Array.from(times.keys()).filter((row) => {
    const time = times[row] as number;
    const before = first.get(time);
    if (before === undefined) {
      first.set(time, row);
      return true;
    }
    const isSame = [0, 1, 2].every((axis) => accel[3 * row + axis] === accel[3 * before + axis]);
    return !isSame;
  });
}
