import { median } from '@stepstream/math';
import type { Notes } from './notes.ts';
import { threeDigits } from './three-digits.ts';
import { typicalInterval } from './time-units.ts';

/** What became of the clock of a recording. */
export interface RepairedClock {
  /** In seconds. Where a device's clock was reset they step back, and a new piece begins. */
  readonly times: Float64Array;
  /** For each time, which row of the file it is; null where they are in the file's order. */
  readonly order: Uint32Array | null;
}

/** Of a table that is sorted, so many rows at most may fall on others, as a share. */
const MAX_COLLISIONS = 0.02;
/** Rows that were written in the wrong order leave no hole, once they are in order; in intervals. */
const MAX_SEAM_INTERVALS = 50;
const MIN_SEAM_SECONDS = 2;
/** Clocks are put back by an hour in autumn and on in spring; it may be off by so much, in seconds. */
const HOUR = 3600;
const HOUR_TOLERANCE = 2;
/** Of rows of which at least this share has the stamp of the row before, a stamp is for many. */
const SHARED_STAMPS = 0.5;
const MIN_ROWS = 20;

/**
 * Repairs the clock of a table: rows out of order are sorted; an hour that was put back is taken on;
 * stamps that many rows share are spread over the time until the next. A clock that was reset is left
 * as it is: its rows are a new piece.
 *
 * @param times - of each row, in seconds
 * @param isLocal - whether they are dates and times of day without a zone
 */
export function repairClock(
  times: Float64Array,
  isLocal: boolean,
  notes: Notes,
  path: string,
): RepairedClock {
  const steady = isLocal ? acrossSummerTime(times, notes, path) : times;
  const back = backwardSteps(steady);
  const { times: ordered, order } =
    back.length > 0 ? inOrder(steady, back, notes, path) : { times: steady, order: null };
  return { times: spread(ordered, notes, path), order };
}

/** The rows that are earlier than the row before. */
function backwardSteps(times: Float64Array): number[] {
  const found: number[] = [];
  for (let i = 1; i < times.length; i++) {
    if ((times[i] as number) < (times[i - 1] as number)) found.push(i);
  }
  return found;
}

/** Where summer time begins or ends the clock jumps by an hour, and the samples go on. */
function acrossSummerTime(times: Float64Array, notes: Notes, path: string): Float64Array {
  const jumps: number[] = [];
  for (let i = 1; i < times.length; i++) {
    const step = (times[i] as number) - (times[i - 1] as number);
    if (Math.abs(Math.abs(step) - HOUR) < HOUR_TOLERANCE) jumps.push(i);
  }
  const [from] = jumps;
  if (from === undefined || jumps.length > 1) return times;
  const back = (times[from] as number) < (times[from - 1] as number);
  const text = `the clock goes ${back ? 'back' : 'on'} by an hour at row ${from + 1}, as ${back ? 'in autumn' : 'in spring'}: the rows from there were put ${back ? 'on' : 'back'} by one`;
  notes.add('clock_changed', text, { path });
  const hour = back ? HOUR : -HOUR;
  return times.map((time, i) => (i < from ? time : time + hour));
}

/** Sorts rows that are out of order; leaves those of a clock that was reset. */
function inOrder(
  times: Float64Array,
  back: readonly number[],
  notes: Notes,
  path: string,
): RepairedClock {
  const order = sortedOrder(times, 0, times.length);
  if (isOneClock(times, order, back)) {
    const text = `${count(back.length, 'time')} a row is earlier than the one before: the rows were put in the order of their times`;
    notes.add('rows_sorted', text, { path });
    return { times: Float64Array.from(order, (row) => times[row] as number), order };
  }
  return sortedPieces(times, back, notes, path);
}

/** Where a clock was reset, rows may still be out of order before and after. */
function sortedPieces(
  times: Float64Array,
  back: readonly number[],
  notes: Notes,
  path: string,
): RepairedClock {
  const interval = typicalInterval(times);
  const far = Math.max(MIN_SEAM_SECONDS, MAX_SEAM_INTERVALS * interval);
  const resets = back.filter((i) => (times[i - 1] as number) - (times[i] as number) > far);
  const order = Uint32Array.from(times, (_, i) => i);
  let sorted = 0;
  [0, ...resets].forEach((from, piece) => {
    const to = resets[piece] ?? times.length;
    const inside = back.filter((i) => i > from && i < to);
    if (inside.length === 0) return;
    const rows = sortedOrder(times, from, to);
    if (!isOneClock(times, rows, inside)) return;
    order.set(rows, from);
    sorted += inside.length;
  });
  const pieces = back.length - sorted;
  if (pieces > 0) {
    const first = resets[0] ?? (back[0] as number);
    const text = `${count(pieces, 'time')} the clock steps back, first at row ${first + 1}, by ${threeDigits((times[first - 1] as number) - (times[first] as number))} s: each begins a new piece, counted by itself`;
    notes.add('clock_reset', text, { path });
  }
  if (sorted === 0) return { times, order: null };
  const text = `${count(sorted, 'time')} a row is earlier than the one before: the rows were put in the order of their times`;
  notes.add('rows_sorted', text, { path });
  return { times: Float64Array.from(order, (row) => times[row] as number), order };
}

function sortedOrder(times: Float64Array, from: number, to: number): Uint32Array {
  const order = Uint32Array.from({ length: to - from }, (_, i) => from + i);
  return order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
}

/**
 * Whether rows are those of one clock, in disorder: sorted, they do not fall on one another, and
 * where rows that were apart come together there is no hole.
 */
function isOneClock(times: Float64Array, order: Uint32Array, back: readonly number[]): boolean {
  const sorted = Float64Array.from(order, (row) => times[row] as number);
  const interval = typicalInterval(sorted);
  if (!(interval > 0)) return false;
  const seam = Math.max(MIN_SEAM_SECONDS, MAX_SEAM_INTERVALS * interval);
  const starts = new Set(back);
  // Newest first: each row is apart from the one before, and the gaps are the recording's own.
  const isReversed = back.length > 0.8 * order.length;
  let collisions = 0;
  for (let i = 1; i < order.length; i++) {
    const step = (sorted[i] as number) - (sorted[i - 1] as number);
    const follow = (order[i] as number) === (order[i - 1] as number) + 1;
    if (follow && !starts.has(order[i] as number)) continue;
    if (step < interval / 4) collisions++;
    else if (step > seam && !isReversed) return false;
  }
  return collisions <= Math.max(1, MAX_COLLISIONS * order.length);
}

/** The share of rows with the stamp of the row before. */
function sharedStamps(times: Float64Array): number {
  let same = 0;
  for (let i = 1; i < times.length; i++) if (times[i] === times[i - 1]) same++;
  return times.length < MIN_ROWS ? 0 : same / (times.length - 1);
}

/** Spreads stamps that many rows share over the time until the next stamp. */
function spread(times: Float64Array, notes: Notes, path: string): Float64Array {
  if (sharedStamps(times) < SHARED_STAMPS) return times;
  const starts = stampsOf(times);
  const steps = starts.map((from, i) => {
    const to = starts[i + 1] ?? times.length;
    const until = to < times.length ? (times[to] as number) - (times[from] as number) : 0;
    return { from, to, until, step: until / (to - from) };
  });
  // The first and the last may have begun, or ended, in the middle of their time.
  const inner = steps.slice(1, -1).filter(({ step }) => step > 0);
  const interval = median((inner.length > 0 ? inner : steps).map(({ step }) => step)) ?? 0;
  if (!(interval > 0)) return times;
  const found = new Float64Array(times.length);
  for (const { from, to, until, step } of steps) {
    const isRegular = step > interval / 2 && step < 2 * interval;
    const begin = from === 0 && step > interval ? until - to * interval : 0;
    for (let i = from; i < to; i++) {
      const since = from === 0 || !isRegular ? begin + (i - from) * interval : (i - from) * step;
      found[i] = (times[from] as number) + since;
    }
  }
  const text = `${times.length} rows share ${starts.length} times: they were spread evenly, ${threeDigits(1 / interval)} samples a second`;
  notes.add('times_spread', text, { path });
  return found;
}

/** The rows with a time that the row before has not. */
function stampsOf(times: Float64Array): number[] {
  const starts: number[] = [];
  for (let i = 0; i < times.length; i++) if (i === 0 || times[i] !== times[i - 1]) starts.push(i);
  return starts;
}

function count(times: number, word: string): string {
  return times === 1 ? 'once' : `${times} ${word}s`;
}
