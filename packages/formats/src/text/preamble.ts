import { SECONDS } from '../time-units.ts';
import { Calendar } from './calendar.ts';
import { saidUnit } from './unit-words.ts';
import type { DateOrder } from './written-date.ts';

/** Samples a second that a device's preamble tells, in lines such as these. */
const RATES: readonly RegExp[] = [
  // ------------ Data File Created By ActiGraph … at 30 Hz  Filter Normal -----------
  /\bat (\d+(?:\.\d+)?) ?hz\b/i,
  // Measurement Frequency,100 Hz · Sampling rate: 50 · Abtastrate = 50 Hz · # rate 50 · fs = 32
  /\b(?:\w*freq\w*|\w*frec\w*|fréq\w*|\w*rate|sampl\w*|échant\w*|\w*rata|fs|odr)\b[^\d\n]{0,24}(\d+(?:[.,]\d+)?)(?![\d:])/i,
  /(\d+(?:[.,]\d+)?) ?hz\b/i,
  // Hz,50
  /\bhz["\s]*[:=,;]["\s]*(\d+(?:[.,]\d+)?)/i,
];
const MIN_RATE = 1;
const MAX_RATE = 10_000;

/** The time from one sample to the next, as lines tell it: `sample interval: 20 ms`, `dt = 0.02`. */
const INTERVAL =
  /(?:interval\w*|period\w*|période|time ?step|sampl\w*[ _-]?(?:time|spacing|step)|abtast(?:zeit|schritt)|\bd(?:elta)?[ _]?t\b|Δ ?t\b|\w*rate|sampl\w*)\b([^\d\n]{0,24}?)(\d*[.,]?\d+)(?![\d:/-]|[.,]\d) ?([a-zµμ]*)/i;
const INTERVAL_WORDS =
  /interval|peri|période|step|spacing|schritt|zeit|sampl\w*[ _-]?time|\bd(elta)?[ _]?t\b|Δ/i;
/** Sums over seconds, and how long the whole took. */
const NO_INTERVAL = /epoch|record\w* (period|interval)|window/i;

/** Samples a second by the time between two of them; null for a line that tells no such time. */
function rateOfInterval(line: string): number | null {
  const [found = '', between = '', digits = '', after = ''] = INTERVAL.exec(line) ?? [];
  const value = Number(digits.replace(',', '.'));
  if (!(value > 0) || NO_INTERVAL.test(line)) return null;
  const unit = saidUnit(/[[(]([^\])]+)[\])]/.exec(between)?.[1] ?? after);
  if (unit?.of === 'time') return 1 / (value * SECONDS[unit.unit]);
  if (after !== '' || !INTERVAL_WORDS.test(found)) return null;
  // No sensor takes a sample each two seconds or less often.
  return value > 1 ? 1000 / value : 1 / value;
}

/** Samples a second that the lines above a table tell; null where they tell nothing. */
export function rateOf(lines: readonly string[]): number | null {
  // Where each sensor has its own, that of the acceleration.
  const isOfAcceleration = (line: string) => Number(/\b(acc|beschl|acel)/i.test(line));
  const preamble = lines
    .map((line) => line.replace(/(\d+(?:\.\d+)?) ?khz/i, (_, kHz) => `${1000 * Number(kHz)} Hz`))
    .toSorted((a, b) => isOfAcceleration(b) - isOfAcceleration(a));
  for (const line of preamble) {
    const rate = rateOfInterval(line) ?? 0;
    if (rate >= MIN_RATE && rate <= MAX_RATE) return Number(rate.toPrecision(9));
  }
  for (const pattern of RATES) {
    for (const line of preamble) {
      const rate = Number(pattern.exec(line)?.[1]?.replace(',', '.') ?? 0);
      if (rate > 0 && rate <= MAX_RATE) return rate;
    }
  }
  return null;
}

/** The order of day and month that the lines above a table tell: `date format dd/MM/yyyy`. */
export function dateOrderOf(preamble: readonly string[]): DateOrder | undefined {
  const text = preamble.join('\n');
  if (/\bdd?[/.-]mm?[/.-]y/i.test(text)) return 'day first';
  if (/\bmm?[/.-]dd?[/.-]y/i.test(text)) return 'month first';
  return undefined;
}

/** When a recording began. */
export interface Beginning {
  /** Unix time, in seconds. */
  readonly startedAt: number;
  /** Whether that is as if the clock's zone, which is not told, were UTC. */
  readonly isLocal: boolean;
}

/** When the first sample was taken, where the lines above a table tell it; null where they do not. */
export function beginningOf(preamble: readonly string[]): Beginning | null {
  const lines = preamble.map((line) => line.replace(/^[#%\s"]*/, ''));
  const whole = after(
    lines,
    /^(?:start(?:ed)?|begin\w*|recording start\w*)[ _]?(?:time|date|at)?\s*[,;:=\t ]\s*(.*\d:\d.*)$/i,
  );
  const date = after(lines, /^start ?date\s*[,;:=\t ]\s*(.+)$/i);
  const time = after(lines, /^start ?time\s*[,;:=\t ]\s*(\d.*)$/i);
  const written = date && time ? `${date} ${time}` : whole;
  if (!written) return null;
  const calendar = new Calendar(dateOrderOf(preamble));
  const bytes = new TextEncoder().encode(written.replace(/[",;]+$/, '').trim());
  const kept = calendar.read(bytes, 0, bytes.length);
  if (Number.isNaN(kept)) return null;
  const times = Float64Array.of(kept);
  const { isClear, hasDates } = calendar.settle(times);
  if (!isClear || !hasDates) return null;
  return { startedAt: times[0] as number, isLocal: !calendar.hasZone };
}

function after(lines: readonly string[], pattern: RegExp): string | undefined {
  for (const line of lines) {
    const [, found] = pattern.exec(line) ?? [];
    if (found) return found;
  }
  return undefined;
}
