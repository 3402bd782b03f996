const DOT = 46;
const DAY_MS = 86_400_000;

/** Whether the day or the month comes first in a date such as 03/04/2024. */
export type DateOrder = 'day first' | 'month first';

/** A date as it stands: three numbers, of which the year may be first or last. */
export interface WrittenDate {
  readonly numbers: readonly [number, number, number];
  readonly order: 'year first' | DateOrder | 'unclear';
}

/** A date of three numbers; undefined where they are none. @param month - which of them had a name; −1 for none */
export function writtenDate(
  numbers: readonly [number, number, number],
  month: number,
  separator: number,
): WrittenDate | undefined {
  const [a, b, c] = numbers;
  if (a > 31) return isDay(b, c) ? { numbers, order: 'year first' } : undefined;
  if (month >= 0) {
    const order = month === 0 ? 'month first' : 'day first';
    return isDay(month === 0 ? a : b, month === 0 ? b : a) ? { numbers, order } : undefined;
  }
  if (separator === DOT) return isDay(b, a) ? { numbers, order: 'day first' } : undefined;
  if (!isDay(b, a) && !isDay(a, b)) return undefined;
  return { numbers, order: 'unclear' };
}

function isDay(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** Days since 1970. */
export function dayOf({ numbers: [a, b, c], order }: WrittenDate, fallback: DateOrder): number {
  const shown = order === 'unclear' ? fallback : order;
  if (shown === 'year first') return Date.UTC(a, b - 1, c) / DAY_MS;
  const year = c < 100 ? 2000 + c : c;
  return shown === 'day first'
    ? Date.UTC(year, b - 1, a) / DAY_MS
    : Date.UTC(year, a - 1, b) / DAY_MS;
}

/**
 * Whether the day or the month comes first in the dates of a file; undefined where nothing tells it.
 *
 * @param hint - what the file says of it elsewhere
 */
export function orderOf(dates: readonly WrittenDate[], hint?: DateOrder): DateOrder | undefined {
  const unclear = dates.filter(({ order }) => order === 'unclear');
  if (unclear.length === 0) return 'month first';
  if (unclear.some(({ numbers: [first] }) => first > 12)) return 'day first';
  if (unclear.some(({ numbers: [, second] }) => second > 12)) return 'month first';
  if (hint) return hint;
  // Of a recording over several days, the days follow one another.
  const jumps = (order: DateOrder) =>
    unclear
      .slice(1)
      .filter((date, i) => dayOf(date, order) - dayOf(unclear[i] as WrittenDate, order) !== 1);
  const [dayFirst, monthFirst] = [jumps('day first').length, jumps('month first').length];
  if (dayFirst === monthFirst) return undefined;
  return dayFirst < monthFirst ? 'day first' : 'month first';
}
