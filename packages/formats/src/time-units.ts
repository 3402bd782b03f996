import { median } from '@stepstream/math';
import { isOversampled } from './oversampled.ts';
import type { TimeUnit } from './recording.ts';
import { RecordingError } from './recording-error.ts';
import { selectionStride } from './selection-stride.ts';
import { threeDigits } from './three-digits.ts';

/** Factors to seconds. */
export const SECONDS: Record<TimeUnit, number> = {
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  ns: 1e-9,
  min: 60,
  h: 3600,
  d: 86_400,
};

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
/** Of hours and days, which overlap, the one is taken that is nearer to what most devices do, in seconds. */
const USUAL_SECONDS = 0.02;
/** Nobody records less. */
const SHORT_SECONDS = 3;
/** Of rows in disorder more than this share goes back; clocks that are reset go back now and then. */
const SHUFFLED = 0.02;

/**
 * The unit of times: as said, or else the one in which their spacing is a sensor's.
 *
 * @param times - as they stand in the file
 * @param accel - of each time, as it stands; where it is given, it decides what the spacing leaves open
 * @throws {RecordingError} `wrong_unit` when the spacing contradicts what was said, `bad_times`
 *   when it is no sensor's in any unit
 */
export function settleTimeUnit(
  path: string,
  times: Float64Array,
  said?: TimeUnit,
  accel?: Float64Array,
): TimeUnit {
  const interval = typicalInterval(times);
  if (times.length < TELLING_SAMPLES) return said ?? 's';
  const fits = (unit: TimeUnit) => {
    const seconds = interval * SECONDS[unit];
    return seconds >= MIN_INTERVAL_SECONDS && seconds <= MAX_INTERVAL_SECONDS;
  };
  if (said && (fits(said) || isFast(interval * SECONDS[said]))) return said;
  const isLong = interval * times.length > SHORT_SECONDS;
  const isLikelyFast =
    isFast(interval) &&
    isLong &&
    (interval >= FAST_IN_SECONDS || (accel !== undefined && isOversampled(accel)));
  if (said === undefined && isLikelyFast) return 's';
  if (said === undefined && !isLong && fits('min')) return 'min';
  const found =
    PLAIN_UNITS.find(fits) ??
    LONG_UNITS.filter(fits).toSorted((a, b) => unusual(interval, a) - unusual(interval, b))[0];
  if (found && said === undefined) return found;
  if (found && said) {
    const [wrong, right] = [said, found].map((unit) => rate(interval * SECONDS[unit]));
    const problem = `the times can't be in ${said}: that would be ${wrong}; in ${found} it is ${right}. Pass --time-unit ${found}`;
    throw new RecordingError('wrong_unit', path, null, problem);
  }
  if (said) return said;
  const problem =
    interval > 0
      ? `the times are ${threeDigits(interval)} apart: no sensor samples like that in d, h, min, s, ms, us or ns. Is it the time column? Name another with --columns, or pass --rate with the samples a second`
      : 'the times are all the same: a time is needed for each sample. Where there is none, pass --rate with the samples a second';
  throw new RecordingError('bad_times', path, null, problem);
}

const PLAIN_UNITS = ['s', 'ms', 'us', 'ns', 'min'] as const;
const LONG_UNITS = ['h', 'd'] as const;

/** A rate that is told, and that of the times, are alike within this share. */
const RATE_TOLERANCE = 0.1;
/** Samples a second of almost all devices. */
const USUAL_RATES = { from: 10, to: 1000 } as const;

/** The unit in which times are as far apart as a rate says; undefined for none. */
export function unitOfRate(times: Float64Array, rate: number): TimeUnit | undefined {
  const interval = typicalInterval(times);
  return [...PLAIN_UNITS, ...LONG_UNITS].find(
    (unit) => Math.abs(interval * SECONDS[unit] * rate - 1) < RATE_TOLERANCE,
  );
}

/** From one unit of times to another, and the error of what is measured. */
const UNIT_RATIOS = [1e3, 1e6, 1e9, 60] as const;
const RATIO_TOLERANCE = 0.03;

/** @throws {RecordingError} `bad_times` where the times are in one unit first, and in another at the end */
export function refuseUnitChange(path: string, times: Float64Array): void {
  const third = Math.floor(times.length / 3);
  if (third < TELLING_SAMPLES) return;
  const before = typicalInterval(times.subarray(0, third));
  const after = typicalInterval(times.subarray(-third));
  const ratio = Math.max(before / after, after / before);
  if (!UNIT_RATIOS.some((one) => Math.abs(ratio / one - 1) < RATIO_TOLERANCE)) return;
  const problem = `the times are ${threeDigits(before)} apart at first, and ${threeDigits(after)} at the end: their unit changes in between. Split the file where it does, and count each part`;
  throw new RecordingError('bad_times', path, null, problem);
}

/** How many of a device's own ticks are a second, by the rate that is told; undefined where a plain unit fits. */
export function ticksOfRate(times: Float64Array, rate: number): number | undefined {
  const interval = typicalInterval(times);
  const isUsual = (one: number) => one >= USUAL_RATES.from && one <= USUAL_RATES.to;
  if (!(interval > 0) || !isUsual(rate)) return undefined;
  const fits = PLAIN_UNITS.some((unit) => isUsual(1 / (interval * SECONDS[unit])));
  return fits ? undefined : interval * rate;
}

/** How far times in a unit are from what most devices do. */
function unusual(interval: number, unit: TimeUnit): number {
  return Math.abs(Math.log((interval * SECONDS[unit]) / USUAL_SECONDS));
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
  const isGuess =
    (isFast(interval) && (found === 's' || found === 'min')) ||
    (found === 'min' && interval * times.length <= SHORT_SECONDS) ||
    found === 'h' ||
    found === 'd';
  if (!isGuess) return null;
  const other = OTHERS[found] ?? 's';
  const taken = rate(interval * SECONDS[found]);
  const instead = rate(interval * SECONDS[other]);
  return `the times are ${threeDigits(interval)} apart: they were taken for ${WORDS[found]}, ${taken}. Pass --time-unit ${other} if that should be ${instead}`;
}

/** What a unit that was guessed may be instead, and the words for those that are guessed. */
const OTHERS: Partial<Record<TimeUnit, TimeUnit>> = { s: 'min', min: 's', h: 'd', d: 'h' };
const WORDS: Record<string, string> = { s: 'seconds', min: 'minutes', h: 'hours', d: 'days' };

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
