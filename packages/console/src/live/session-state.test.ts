import { expect, test } from 'bun:test';
import type { SessionRow } from '@stepstream/protocol';
import { stateOf } from './session-state.ts';

const row = (part: Partial<SessionRow>): SessionRow => ({
  ...{
    id: 'a',
    user_id: null,
    node: null,
    created_at: 0,
    rate: 0,
    cadence: 0,
    hints: [],
    steps: 0,
  },
  ...{ silent_since: null, away_until: null, errors: 0, last_error: null },
  ...part,
});

test('a session is live, silent for a while, or away until a time of day', () => {
  expect(stateOf(row({}), 100)).toEqual({ kind: 'live', presence: 'live', troubles: [] });
  expect(stateOf(row({ silent_since: 88 }), 100).presence).toBe('silent for 12 s');
  const noon = new Date(2026, 3, 1, 12, 5, 9).getTime() / 1000;
  expect(stateOf(row({ away_until: noon }), 100).presence).toBe('away until 12:05:09');
});

test('what is wrong with it is told in a few words, errors first', () => {
  const hints = [{ code: 'looks_like_g', message: 'In g, it seems.' }] as const;
  expect(stateOf(row({ errors: 1200, hints }), 0).troubles).toEqual([
    '1\u202f200 errors',
    'looks like g',
  ]);
  expect(stateOf(row({ errors: 1 }), 0).troubles).toEqual(['1 error']);
});
