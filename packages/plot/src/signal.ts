import { quantileOfSorted } from '@stepstream/math';
import { PathData } from './path-data.ts';
import type { Curve } from './plot.ts';

/** The longest gap that a line bridges: the same that the detector bridges. */
export const MAX_GAP_SECONDS = 0.5;
/** Share of the values that may be cut off at either end, so that one spike does not flatten the rest. */
const CUT = 0.0005;

/** Where samples are dense, all within this many pixels are drawn as one vertical line. */
const COLUMN_PIXELS = 2;

/** The range of values that is drawn: nearly all of them, and round. */
export function valueRange(values: Float64Array): readonly [lowest: number, highest: number] {
  const sorted = values.slice().sort();
  const lowest = Math.floor(quantileOfSorted(sorted, CUT) ?? 0);
  const highest = Math.ceil(quantileOfSorted(sorted, 1 - CUT) ?? 0);
  return [lowest, Math.max(highest, lowest + 2)];
}

/** The part of a curve that a row shows. */
export interface CurvePart {
  /** Index of the row's first sample, and the one after its last. */
  readonly from: number;
  readonly to: number;
  /** Pixels that a row is wide. */
  readonly plotWidth: number;
  /** The longest gap that the line bridges, in seconds. Default: {@link MAX_GAP_SECONDS}. */
  readonly bridgedSeconds?: number;
}

/**
 * Path data of a curve in a row, for `scale(0.1)`. Where there are more samples than pixels, it runs
 * through the lowest and the highest value of each two pixels, so no peak is lost.
 *
 * @param x pixels of a time
 * @param y pixels of a value
 */
export function curvePath(
  { times, values }: Curve,
  { from, to, plotWidth, bridgedSeconds = MAX_GAP_SECONDS }: CurvePart,
  x: (time: number) => number,
  y: (value: number) => number,
): string {
  const isDense = to - from > plotWidth;
  const columnOf = (time: number) => Math.floor(x(time) / COLUMN_PIXELS);
  const path = new PathData();
  let previous = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; ) {
    const time = times[i] as number;
    let lowest = values[i] as number;
    let highest = lowest;
    let end = i + 1;
    if (isDense) {
      const column = columnOf(time);
      while (end < to && columnOf(times[end] as number) === column) {
        const value = values[end] as number;
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
        end++;
      }
    }
    const isBreak = time - previous > bridgedSeconds || time < previous;
    if (isBreak) path.move(x(time), y(highest));
    else path.line(x(time), y(highest));
    if (lowest < highest) path.line(x(time), y(lowest));
    previous = times[end - 1] as number;
    i = end;
  }
  return String(path);
}

/** Index of the first time at or after this one, for times that mostly ascend. */
export function firstIndex(times: ArrayLike<number>, time: number): number {
  for (let i = 0; i < times.length; i++) if ((times[i] as number) >= time) return i;
  return times.length;
}
