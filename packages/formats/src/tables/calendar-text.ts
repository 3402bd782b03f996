const DAY_MS = 86_400_000;

/** A moment as text, to the nanosecond: `2026-05-14T09:30:00.123456789`, with a `Z` where it is in UTC. */
export function momentText(nanoseconds: bigint, isUtc: boolean): string {
  const ms = nanoseconds / 1_000_000n - (nanoseconds % 1_000_000n < 0n ? 1n : 0n);
  const rest = nanoseconds - ms * 1_000_000n;
  const text = new Date(Number(ms)).toISOString().slice(0, -1);
  const fraction = String(rest).padStart(6, '0').replace(/0+$/, '');
  return `${text}${fraction}${isUtc ? 'Z' : ''}`;
}

/** What a spreadsheet counts as 25569 days is the first of January 1970; or so many less, from 1904 on. */
const DAYS_TO_1970 = 25_569;
const DAYS_1900_TO_1904 = 1462;
const MICROSECONDS_PER_DAY = DAY_MS * 1000;
/** The years 0 to 9999. */
const MAX_DAYS = 2_958_465;

/**
 * A spreadsheet's date as text: with its time, or the time alone where it is of no day.
 *
 * @param serial - days, with the time as their fraction
 * @param from1904 - whether day 0 is the first of January 1904
 * @returns null for what is no date
 */
export function serialText(serial: number, from1904: boolean): string | null {
  if (!(serial >= 0 && serial <= MAX_DAYS)) return null;
  const days = serial - DAYS_TO_1970 + (from1904 ? DAYS_1900_TO_1904 : 0);
  // A double holds a day of our time to a microsecond or so.
  const microseconds = Math.round(days * MICROSECONDS_PER_DAY);
  const text = momentText(BigInt(microseconds) * 1000n, false);
  return serial < 1 ? text.slice('1970-01-01T'.length) : text;
}
