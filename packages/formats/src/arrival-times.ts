import { median } from '@stepstream/math';
import { typicalInterval } from './time-units.ts';

/** Times in disorder, or fewer, tell of no bursts. */
const MIN_ROWS = 40;
const MIN_BURSTS = 4;
/** Samples in a burst: two may be late, and the next ones early. */
const MIN_SIZE = 3;
/** Between bursts it is longer than between the samples of one by so much. */
const PAUSE = 6;
/** A burst takes up this share of the time until the next at most. */
const MAX_SHARE = 0.15;
/** Bursts follow one another about as steadily as packets do: this share of them, within half and twice what is usual. */
const STEADY = 0.8;
/** Nobody records for so short a time again and again, in seconds. */
const SHORTEST_RECORDING = 0.25;
/** Seconds, and thousandths, millionths and billionths of them. */
const FACTORS = [1, 1e-3, 1e-6, 1e-9] as const;
const SENSOR_INTERVALS = { from: 0.0008, to: 0.25 } as const;

/**
 * Times of arrival: a radio or a cable hands over several samples at once, and a program stamps each as it comes. The rows of
 * one burst get the time of its first: times that many rows share are spread later.
 *
 * @param times - as they stand in the file, in whatever unit
 * @returns the same array where they are no such times
 */
export function withoutBursts(times: Float64Array): Float64Array {
  const starts = burstStarts(times);
  if (!starts) return times;
  const found = new Float64Array(times.length);
  starts.forEach((from, i) => {
    found.fill(times[from] as number, from, starts[i + 1] ?? times.length);
  });
  return found;
}

/** The rows at which bursts begin; undefined where there are none. */
function burstStarts(times: Float64Array): number[] | undefined {
  const rows = times.length;
  if (rows < MIN_ROWS) return undefined;
  const within = typicalInterval(times);
  const mean = ((times[rows - 1] as number) - (times[0] as number)) / (rows - 1);
  if (!(within > 0) || mean < (PAUSE / 2) * within) return undefined;
  const starts = [0];
  for (let i = 1; i < rows; i++) {
    const step = (times[i] as number) - (times[i - 1] as number);
    if (step < 0) return undefined;
    if (step > PAUSE * within) starts.push(i);
  }
  if (starts.length < MIN_BURSTS) return undefined;
  // The first may have begun before, and the last may go on.
  const inner = starts.slice(1, -1);
  const periods = inner.map(
    (from, i) => (times[starts[i + 2] as number] as number) - (times[from] as number),
  );
  const lengths = inner.map(
    (from, i) => (times[(starts[i + 2] as number) - 1] as number) - (times[from] as number),
  );
  const sizes = inner.map((from, i) => (starts[i + 2] as number) - from);
  if ((median(sizes) ?? 0) < MIN_SIZE) return undefined;
  const period = median(periods) ?? 0;
  const length = median(lengths) ?? 0;
  const steady = periods.filter((one) => one > period / 2 && one < 2 * period);
  if (steady.length < STEADY * periods.length || length > MAX_SHARE * period) return undefined;
  return isRecording(within, length) ? undefined : starts;
}

/** Whether samples so far apart, for so long, may be a recording that was interrupted: in some unit they are a sensor's. */
function isRecording(interval: number, length: number): boolean {
  return FACTORS.some((factor) => {
    const seconds = interval * factor;
    const isSensor = seconds >= SENSOR_INTERVALS.from && seconds <= SENSOR_INTERVALS.to;
    return isSensor && length * factor >= SHORTEST_RECORDING;
  });
}
