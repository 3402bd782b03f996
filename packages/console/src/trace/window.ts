import type { TraceData } from './trace-data.ts';

/** A piece of a trace as uPlot takes it: time, |a|, start and end probability. */
export type PlotColumns = [number[], number[], (number | null)[], (number | null)[]];

/**
 * The samples from `from` to `to` (seconds), and one on either side, so that lines go on to the
 * edges. A probability is put where it belongs: it came `lookAhead` seconds after the moment that it
 * speaks of. It is null where it has not come yet.
 */
export function cutWindow(data: TraceData, from: number, to: number, lookAhead: number) {
  const first = Math.max(0, data.indexAt(from) - 1);
  const last = Math.min(data.length, data.indexAt(to) + 1);
  const columns: PlotColumns = [[], [], [], []];
  const [times, magnitudes, starts, ends] = columns;
  let told = first;
  for (let i = first; i < last; i++) {
    const time = data.times[i] as number;
    times.push(time);
    magnitudes.push(data.magnitudes[i] as number);
    while (told < data.length && (data.times[told] as number) < time + lookAhead) told++;
    starts.push(told < data.length ? (data.starts[told] as number) : null);
    ends.push(told < data.length ? (data.ends[told] as number) : null);
  }
  return columns;
}
