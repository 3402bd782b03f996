import { tokenHeaders } from '../live/token.ts';
import { assetUrl } from '../page-config.ts';

/** How much is shown at once. */
export type Range = 'day' | 'week';

/** A piece of time, and the steps in it. */
export interface Bar {
  /** Its first moment, as clocks of the time zone show it: `2026-10-25T02:00:00+02:00`. */
  readonly start: string;
  readonly count: number;
}

/** What was asked for. */
export interface StepHistory {
  readonly total: number;
  readonly bars: readonly Bar[];
}

/** The browser's time zone. */
export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/** A local date as the API reads it: `2026-10-25`. */
export function isoDate(date: Date): string {
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, '0'));
  return `${date.getFullYear()}-${month}-${day}`;
}

/** The days of a range, as local dates: from the first on, and up to the last, which is not part of it. */
export function daysOf(range: Range, anchor: Date): { readonly from: Date; readonly to: Date } {
  const from = new Date(anchor.getFullYear(), anchor.getMonth(), anchor.getDate());
  // Weeks begin on Monday, as ISO 8601 has them.
  if (range === 'week') from.setDate(from.getDate() - ((from.getDay() + 6) % 7));
  return { from, to: moved(range, from, 1) };
}

/** The same place so many days, or weeks, later. Days are those of the calendar: some have 23 or 25 hours. */
export function moved(range: Range, date: Date, by: number): Date {
  const days = range === 'day' ? 1 : 7;
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + by * days);
}

/** Why there is no history to show. */
export class HistoryError extends Error {
  readonly isForbidden: boolean;

  constructor(isForbidden: boolean) {
    super('no history');
    this.isForbidden = isForbidden;
  }
}

/**
 * Asks for the steps of a user: by the hour, or by the day.
 *
 * @throws {HistoryError}
 */
export async function readHistory(
  userId: string,
  range: Range,
  anchor: Date,
  signal: AbortSignal,
): Promise<StepHistory> {
  const { from, to } = daysOf(range, anchor);
  const query = new URLSearchParams({
    start: isoDate(from),
    end: isoDate(to),
    bucket: range === 'day' ? '1h' : '1d',
    time_zone: browserZone(),
    fill: 'zero',
  });
  const path = `/users/${encodeURIComponent(userId)}/steps?${query}`;
  const response = await fetch(assetUrl(path), { headers: tokenHeaders(), signal });
  if (!response.ok) throw new HistoryError(response.status === 401 || response.status === 403);
  const { total, data } = (await response.json()) as {
    readonly total: number;
    readonly data: readonly { readonly start_time: string; readonly count: number }[];
  };
  return { total, bars: data.map(({ start_time: start, count }) => ({ start, count })) };
}
