import { median } from '@stepstream/math';
import type { TimeUnit } from './recording.ts';
import { RecordingError } from './recording-error.ts';
import { selectionStride } from './selection-stride.ts';
import { threeDigits } from './three-digits.ts';

/** Factors to seconds. */
export const SECONDS: Record<TimeUnit, number> = { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9, min: 60 };

/** Fewer samples than this tell nothing of their unit. */
const TELLING_SAMPLES = 50;
/**
 * Devices sample 1000 to 5 times a second; in s, ms, µs and ns that are other ranges, with no overlap. Few write
 * minutes: they are taken where nothing else fits, or where they are said.
 */
const MIN_INTERVAL_SECONDS = 0.0008;
const MAX_INTERVAL_SECONDS = 0.25;
/** Laboratories sample faster, up to 10,000 times a second: that is believed where the unit is said. */
const FASTEST_SECONDS = 1e-4;
/** What is so far apart is seconds of a laboratory, 1250 to 2500 a second, sooner than minutes of 20 to 42 a second. */
const FAST_IN_SECONDS = 4e-4;
/** Nobody records less. */
const SHORT_SECONDS = 3;
/** Of rows in disorder more than this share goes back; clocks that are reset go back now and then. */
const SHUFFLED = 0.02;

/**
 * The unit of times: as said, or else the one in which their spacing is a sensor's.
 *
 * @param times - as they stand in the file
 * @throws {RecordingError} `wrong_unit` when the spacing contradicts what was said, `bad_times`
 *   when it is no sensor's in any unit
 */
export function settleTimeUnit(path: string, times: Float64Array, said?: TimeUnit): TimeUnit {
  const interval = typicalInterval(times);
  if (times.length < TELLING_SAMPLES) return said ?? 's';
  const fits = (unit: TimeUnit) => {
    const seconds = interval * SECONDS[unit];
    return seconds >= MIN_INTERVAL_SECONDS && seconds <= MAX_INTERVAL_SECONDS;
  };
  if (said && (fits(said) || isFast(interval * SECONDS[said]))) return said;
  const isLikelyFast =
    isFast(interval) && interval >= FAST_IN_SECONDS && interval * times.length > SHORT_SECONDS;
  if (said === undefined && isLikelyFast) return 's';
  const found = (Object.keys(SECONDS) as TimeUnit[]).find(fits);
  if (found && said === undefined) return found;
  if (found && said) {
    const [wrong, right] = [said, found].map((unit) => rate(interval * SECONDS[unit]));
    const problem = `the times can't be in ${said}: that would be ${wrong}; in ${found} it is ${right}. Pass --time-unit ${found}`;
    throw new RecordingError('wrong_unit', path, null, problem);
  }
  if (said) return said;
  const problem =
    interval > 0
      ? `the times are ${threeDigits(interval)} apart: no sensor samples like that in min, s, ms, us or ns. Is it the time column? Name another with --columns, or pass --rate with the samples a second`
      : 'the times are all the same: a time is needed for each sample. Where there is none, pass --rate with the samples a second';
  throw new RecordingError('bad_times', path, null, problem);
}

/**
 * The time from one sample to the next, where several may have one stamp: the median of the steps,
 * by the samples to each.
 */
export function typicalInterval(read: Float64Array): number {
  const direction = directionOf(read);
  // Rows go both on and back so often that what lies between two of them tells nothing.
  const isShuffled = Math.min(direction.on, direction.back) > SHUFFLED * read.length;
  const times = isShuffled ? read.toSorted() : read;
  const { on, back } = isShuffled ? directionOf(times) : direction;
  const count = on + back;
  const same = Math.max(0, times.length - 1) - count;
  const every = selectionStride(count);
  const steps = new Float64Array(Math.floor(count / every));
  let seen = 0;
  for (let i = 1; i < times.length && seen < every * steps.length; i++) {
    // The newest row may be the first.
    const step = Math.abs((times[i] as number) - (times[i - 1] as number));
    if (!(step > 0)) continue;
    if (seen % every === 0) steps[seen / every] = step;
    seen++;
  }
  const step = median(steps) ?? 0;
  // A stamp now and then that repeats says nothing; stamps for many samples do.
  return same > count ? (step * count) / (count + same) : step;
}

/** What is to be told of a unit that nothing but the spacing says, where another is as possible; null else. */
export function doubtOfTimeUnit(times: Float64Array, found: TimeUnit): string | null {
  const interval = typicalInterval(times);
  if (!isFast(interval) || (found !== 's' && found !== 'min')) return null;
  const other = found === 's' ? 'min' : 's';
  const taken = rate(interval * SECONDS[found]);
  const instead = rate(interval * SECONDS[other]);
  return `the times are ${threeDigits(interval)} apart: they were taken for ${found === 's' ? 'seconds' : 'minutes'}, ${taken}. Pass --time-unit ${other} if that should be ${instead}`;
}

function isFast(seconds: number): boolean {
  return seconds >= FASTEST_SECONDS && seconds < MIN_INTERVAL_SECONDS;
}

/** How many rows are later than the one before, and how many earlier. */
function directionOf(times: Float64Array): { readonly on: number; readonly back: number } {
  let back = 0;
  let on = 0;
  for (let i = 1; i < times.length; i++) {
    const step = (times[i] as number) - (times[i - 1] as number);
    if (step < 0) back++;
    else if (step > 0) on++;
  }
  return { on, back };
}

function rate(seconds: number): string {
  return seconds > MAX_INTERVAL_SECONDS
    ? `one sample every ${threeDigits(seconds)} s`
    : `${threeDigits(1 / seconds)} samples a second`;
}
