import type { SessionRow } from '@stepstream/protocol';
import { clockTime, duration, grouped } from '../format.ts';
import { words } from '../words/words.ts';

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
  const { codes, operator } = words();
  const troubles = row.hints.map(({ code }) => codes.hintInShort(code));
  if (row.errors > 0) troubles.unshift(operator.errors(row.errors, grouped(row.errors)));
  if (row.away_until !== null) {
    return { kind: 'away', presence: operator.awayUntil(clockTime(row.away_until)), troubles };
  }
  if (row.silent_since !== null) {
    const silence = duration(now - row.silent_since);
    return { kind: 'silent', presence: operator.silentFor(silence), troubles };
  }
  return { kind: 'live', presence: operator.live, troubles };
}
