import type { Recording } from '@stepstream/formats';
import { PLOT_WIDTH, pixel } from './layout.ts';

/** Longest gap that is bridged by a line, in seconds: as the detector does. */
const MAX_GAP_SECONDS = 0.5;
/** Share of the values that may be cut off at either end, for one spike must not flatten the rest. */
const CUT = 0.0005;

/** |a| of each sample, in m/s². */
export function magnitudesOf({ accel }: Recording): Float64Array {
  return Float64Array.from({ length: accel.length / 3 }, (_, i) =>
    Math.hypot(accel[3 * i] as number, accel[3 * i + 1] as number, accel[3 * i + 2] as number),
  );
}

/** The range of values that is drawn: nearly all, and round. */
export function valueRange(values: Float64Array): readonly [lowest: number, highest: number] {
  const sorted = values.slice().sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const lowest = Math.floor(at(CUT));
  const highest = Math.ceil(at(1 - CUT));
  return [lowest, Math.max(highest, lowest + 2)];
}

/**
 * The path of a signal in a row. Where there are more samples than pixels, it runs through the
 * lowest and the highest of each pixel: no peak is lost.
 *
 * @param from - index of the row's first sample
 * @param to - index after its last
 * @param x - pixels of a time
 * @param y - pixels of a value
 */
export function signalPath(
  times: Float64Array,
  values: Float64Array,
  from: number,
  to: number,
  x: (time: number) => number,
  y: (value: number) => number,
): string {
  const dense = to - from > 2 * PLOT_WIDTH;
  const parts: string[] = [];
  let previous = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; ) {
    const time = times[i] as number;
    const command = time - previous > MAX_GAP_SECONDS || time < previous ? 'M' : 'L';
    const column = pixel(x(time));
    let lowest = values[i] as number;
    let highest = lowest;
    const last = values[i] as number;
    let end = i + 1;
    if (dense) {
      const whole = Math.floor(column);
      while (end < to && Math.floor(x(times[end] as number)) === whole) {
        const value = values[end] as number;
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
        end++;
      }
    }
    previous = times[end - 1] as number;
    i = end;
    if (lowest === highest) parts.push(`${command}${column} ${pixel(y(last))}`);
    else parts.push(`${command}${column} ${pixel(y(highest))}V${pixel(y(lowest))}`);
  }
  return parts.join('');
}
