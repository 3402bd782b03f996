import type { Notes } from './notes.ts';
import { type Rows, selectRows } from './select-rows.ts';
import { typicalInterval } from './time-units.ts';

/** So many rows on end may have a broken time; what is longer is a clock of its own. */
const MAX_RUN = 2;
/** More broken times than this, as a share, are no accident. */
const MAX_SHARE = 0.01;
/** At the end of a recording a time may be late because of a gap; this late, in seconds, it is not. */
const MAX_GAP_AT_END = 3600;
/** A time is out of its row's place by at least so much: intervals, and seconds. */
const FAR_INTERVALS = 50;
const FAR_SECONDS = 2;
const MIN_ROWS = 20;

/** A recording as it stands, and its times in seconds. */
export interface TimedRows {
  readonly rows: Rows;
  readonly times: Float64Array;
}

/**
 * Leaves out rows whose time is far from those of the rows around them, which are close to one another:
 * a digit that was lost, a time that was never set. Rows in disorder stay: their times fit elsewhere.
 */
export function withoutBrokenTimes(timed: TimedRows, notes: Notes, path: string): TimedRows {
  const { times } = timed;
  const broken = brokenRows(times);
  const [first] = broken;
  if (first === undefined) return timed;
  const skipped = new Set(broken);
  const kept = Uint32Array.from(times.keys()).filter((row) => !skipped.has(row));
  const near = times[first === 0 ? MAX_RUN : first - 1] as number;
  const text = `${broken.length} of ${times.length} rows skipped, for a time that can't be right: row ${first + 1}, ${seconds(times[first] as number)} where its neighbours are at ${seconds(near)}`;
  notes.add('rows_skipped', text, { path });
  return {
    rows: selectRows(timed.rows, kept),
    times: Float64Array.from(kept, (row) => times[row] as number),
  };
}

function brokenRows(times: Float64Array): number[] {
  if (times.length < MIN_ROWS) return [];
  const interval = typicalInterval(times);
  const far = Math.max(FAR_SECONDS, FAR_INTERVALS * interval);
  const at = (row: number) => times[row] as number;
  const isFar: IsFar = (one, other) => Math.abs(at(one) - at(other)) > far;
  const isNoGap: IsFar = (one, other) =>
    at(other) < at(one) || at(other) - at(one) > MAX_GAP_AT_END;
  const found: number[] = [];
  for (let row = 0; row < times.length; row++) {
    const next = row + 1 < times.length ? row + 1 : row - 1;
    if (!isFar(row, row === 0 ? next : row - 1)) continue;
    const length = runLength(times.length, row, isFar, isNoGap);
    for (let i = row; i < row + length; i++) found.push(i);
    row += Math.max(0, length - 1);
  }
  if (found.length === 0 || found.length > Math.max(1, MAX_SHARE * times.length)) return [];
  const apart = new Set(found);
  const others = times.filter((_, row) => !apart.has(row)).sort();
  return found.filter((row) => !fitsElsewhere(at(row), others, interval));
}

/** Whether what lies between two rows, the earlier first, is of some kind. */
type IsFar = (one: number, other: number) => boolean;

/** How many rows from this one on are away from those before and after, which belong together; 0 for none. */
function runLength(rows: number, row: number, isFar: IsFar, isNoGap: IsFar): number {
  for (let length = 1; length <= MAX_RUN; length++) {
    const after = row + length;
    // At either end there is one side alone: three rows must agree on it.
    if (row === 0) {
      if (
        isFar(0, after) &&
        isFar(length - 1, after) &&
        isNoGap(length - 1, after) &&
        !isFar(after, after + 1) &&
        !isFar(after + 1, after + 2)
      )
        return length;
    } else if (after === rows)
      return !isFar(row - 2, row - 1) && isNoGap(row - 1, row) ? length : 0;
    else if (!isFar(row - 1, after)) return length;
  }
  return 0;
}

/** Whether there is a place for a time among the others: a row that was written late. */
function fitsElsewhere(time: number, sorted: Float64Array, interval: number): boolean {
  const last = sorted.length - 1;
  if (time < (sorted[0] as number) || time > (sorted[last] as number)) return false;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= time) low = middle;
    else high = middle;
  }
  return (
    (sorted[high] as number) - (sorted[low] as number) > 1.5 * interval &&
    (sorted[low] as number) !== time
  );
}

function seconds(value: number): string {
  return `${Number(value.toPrecision(Math.abs(value) > 1e8 ? 10 : 5))} s`;
}
