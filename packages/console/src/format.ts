import { words } from './words/words.ts';

/** A whole number with thousands apart: `12 345`. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en').replaceAll(',', '\u202f');
}

/** A number with so many decimals, as the language writes it: `12.3`, `12,3`. */
export function decimal(value: number, decimals: number): string {
  return withMark(value.toFixed(decimals));
}

/** A number that was written with a point, as the language writes it. */
export function withMark(written: string): string {
  return written.replace('.', words().shell.decimalMark);
}

/** A rate in Hz: whole, with tenths below 10, `–` for none. */
export function rateText(hertz: number): string {
  return hertz > 0 ? decimal(hertz, hertz < 10 && !Number.isInteger(hertz) ? 1 : 0) : '–';
}

/** A duration in a few characters: `42 s`, `3 min`, `2 h 05`, `3 d 4 h`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')}`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** The time of day of a Unix time in seconds: `14:05:09`. */
export function clockTime(seconds: number): string {
  return new Date(1000 * seconds).toLocaleTimeString('en-GB');
}

/** By how much a count is off: `± 0`, `+ 2`, `− 1`. */
export function difference(counted: number, truth: number): string {
  const off = counted - truth;
  if (off === 0) return '± 0';
  return off > 0 ? `+ ${off}` : `− ${-off}`;
}

/** The first characters of a session's id: enough to tell it from others. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}
