import type { SessionRow } from '@stepstream/protocol';
import { clockTime, duration, grouped } from '../format.ts';

/** How a session is: whether its client is there, and what is wrong with what it sends. */
export interface SessionState {
  readonly kind: 'live' | 'silent' | 'away';
  /** `live`, `silent for 12 s`, `away until 14:05:10`. */
  readonly presence: string;
  /** `3 errors`, `looks like g`; empty where nothing is wrong. */
  readonly troubles: readonly string[];
}

/** @param now Unix time of the server, in seconds */
export function stateOf(row: SessionRow, now: number): SessionState {
  const troubles = row.hints.map(({ code }) => code.replaceAll('_', ' '));
  if (row.errors > 0) {
    troubles.unshift(row.errors === 1 ? '1 error' : `${grouped(row.errors)} errors`);
  }
  if (row.away_until !== null) {
    return { kind: 'away', presence: `away until ${clockTime(row.away_until)}`, troubles };
  }
  if (row.silent_since !== null) {
    const silence = duration(now - row.silent_since);
    return { kind: 'silent', presence: `silent for ${silence}`, troubles };
  }
  return { kind: 'live', presence: 'live', troubles };
}
