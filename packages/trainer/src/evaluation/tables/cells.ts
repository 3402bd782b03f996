import type { StepRate } from '../false-steps.ts';
import type { Headline } from '../report.ts';

/** A headline's value in its unit. */
export function inUnit(value: number | null, unit: Headline['unit']): string {
  switch (unit) {
    case 'f1':
      return share(value);
    case 'percent':
      return percent(value);
    case 'per_minute':
    case 'per_walk':
      return fixed(value, 2);
    case 'milliseconds':
      return milliseconds(value);
  }
}

/** A number with so many digits; a dash for one that doesn't exist. */
export function fixed(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}

/** 0.9731 → `.973`, and 1 → `1.000`. */
export function share(value: number | null): string {
  return fixed(value, 3).replace(/^0/, '');
}

/** 0.0152 → `1.5 %`. */
export function percent(value: number | null): string {
  return value === null ? '–' : `${(100 * value).toFixed(1)} %`;
}

/** The same, with a plus where too many were counted. */
export function signed(value: number | null): string {
  return value === null || value < 0 ? percent(value) : `+${percent(value)}`;
}

/** Seconds as whole milliseconds. */
export function milliseconds(seconds: number | null): string {
  return seconds === null ? '–' : `${Math.round(1000 * seconds)} ms`;
}

/** Steps a minute. */
export function rate({ perMinute }: StepRate): string {
  return fixed(perMinute, 2);
}

/** A difference of two values of that unit: a share's in points, with its sign. */
export function difference(value: number | null, unit: Headline['unit']): string {
  if (value === null) return '–';
  const text = inUnit(Math.abs(value), unit).replace(/ %$/, '');
  // What rounds to nothing has no sign.
  if (!/[1-9]/.test(text)) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}
