import type { TraceData } from '../trace/trace-data.ts';

/** What a signal looks like. */
export interface SeenSignal {
  /** Samples a second, by their times; null while there are too few. */
  readonly rate: number | null;
  /** What the size of the values at rest says of their unit; null where they fit none. */
  readonly unit: 'with-gravity' | 'without-gravity' | 'g' | null;
}

/** Samples by which a signal is judged, the newest. */
const JUDGED = 250;
/** Fewer than this show no rate. */
const MIN_SAMPLES = 3;

export const NOTHING_SEEN: SeenSignal = { rate: null, unit: null };

/** What the newest samples of a trace look like; those before `liveFrom` tell no rate. */
export function seenSignal({ times, magnitudes, length }: TraceData, liveFrom = 0): SeenSignal {
  const from = Math.max(liveFrom, length - JUDGED);
  const intervals = Array.from(times.subarray(from + 1, length), (time, i) => {
    return time - (times[from + i] as number);
  });
  const interval = median(intervals.filter((each) => each > 0));
  return {
    rate: length - from < MIN_SAMPLES || interval === null ? null : 1 / interval,
    unit: unitOf(median([...magnitudes.subarray(Math.max(0, length - JUDGED), length)])),
  };
}

/** |a| is that of gravity most of the time, where that is included. */
function unitOf(magnitude: number | null): SeenSignal['unit'] {
  if (magnitude === null) return null;
  if (magnitude > 7 && magnitude < 14) return 'with-gravity';
  if (magnitude > 0.8 && magnitude < 1.25) return 'g';
  return magnitude < 7 ? 'without-gravity' : null;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? null;
}
