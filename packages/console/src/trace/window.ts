import type { TraceData } from './trace-data.ts';

/** A piece of a trace as uPlot takes it: time, |a|, start and end probability. */
export type PlotColumns = [number[], (number | null)[], (number | null)[], (number | null)[]];

/** Samples further apart than this, in seconds, have a gap between them. */
const MAX_SPACING_SECONDS = 1;

/**
 * The samples from `from` to `to` (seconds), and one on either side, so that lines go on to the
 * edges. A probability is put where it belongs: it came `lookAhead` seconds after the moment that it
 * speaks of. It is null where it has not come, and where no sample was for a while, all is.
 */
export function cutWindow(data: TraceData, from: number, to: number, lookAhead: number) {
  const first = Math.max(0, data.indexAt(from) - 1);
  const last = Math.min(data.length, data.indexAt(to) + 1);
  const columns: PlotColumns = [[], [], [], []];
  const [times, magnitudes, starts, ends] = columns;
  let told = first;
  for (let i = first; i < last; i++) {
    const time = data.times[i] as number;
    const before = times.at(-1) ?? time;
    if (time - before > MAX_SPACING_SECONDS) {
      times.push((before + time) / 2);
      for (const values of [magnitudes, starts, ends]) values.push(null);
    }
    times.push(time);
    magnitudes.push(data.magnitudes[i] as number);
    while (told < data.length && (data.times[told] as number) < time + lookAhead) told++;
    starts.push(orNull(data.starts[told], told < data.length));
    ends.push(orNull(data.ends[told], told < data.length));
  }
  return columns;
}

function orNull(value: number | undefined, known: boolean): number | null {
  return known && value !== undefined && !Number.isNaN(value) ? value : null;
}
