import { describe, expect, test } from 'bun:test';
import type { SessionRow, SessionsMessage } from '@stepstream/protocol';
import { type ListView, nameOf, SessionList } from './session-list.ts';

const row = (id: string, part: Partial<SessionRow> = {}): SessionRow => ({
  id,
  user_id: null,
  node: null,
  created_at: 0,
  rate: 0,
  cadence: 0,
  hints: [],
  steps: 0,
  silent_since: null,
  away_until: null,
  errors: 0,
  last_error: null,
  ...part,
});
const message = (part: Partial<SessionsMessage>): SessionsMessage => ({
  type: 'sessions',
  fresh: false,
  now: 0,
  totals: { requests: 0, uptime: 0, live: 0, away: 0 },
  more: false,
  changed: [],
  gone: [],
  ...part,
});
const list = (...rows: SessionRow[]) => {
  const made = new SessionList();
  made.apply(message({ fresh: true, changed: rows }));
  return made;
};
const BY_AGE: ListView = { key: 'age', descending: false, filter: '' };
const ids = (made: SessionList, view: Partial<ListView> = {}) =>
  made.rows({ ...BY_AGE, ...view }).map(({ id }) => id);

describe('what the server tells', () => {
  test('changes a session in part, takes it away, or begins anew', () => {
    const made = list(row('a', { user_id: 'ann', steps: 3 }), row('b'));
    made.apply(message({ changed: [{ id: 'a', steps: 4 }, row('c')] }));
    expect(made.get('a')).toEqual(row('a', { user_id: 'ann', steps: 4 }));
    made.apply(message({ gone: ['b', 'nobody'] }));
    expect(made.size).toBe(2);
    made.apply(message({ fresh: true, changed: [row('d')] }));
    expect(ids(made)).toEqual(['d']);
  });
});

describe('the rows', () => {
  const made = list(
    row('a', { user_id: 'Zoe', created_at: 1, steps: 9, rate: 50, cadence: 0 }),
    row('b', { user_id: 'ann', created_at: 3, steps: 20, rate: 100, cadence: 110 }),
    row('c', { created_at: 2, steps: 9, rate: 20, cadence: 90 }),
  );

  test('are sorted by each column, both ways; those alike keep their order', () => {
    expect(ids(made)).toEqual(['b', 'c', 'a']);
    expect(ids(made, { descending: true })).toEqual(['a', 'c', 'b']);
    expect(ids(made, { key: 'user' })).toEqual(['b', 'c', 'a']);
    expect(ids(made, { key: 'steps' })).toEqual(['a', 'c', 'b']);
    expect(ids(made, { key: 'steps', descending: true })).toEqual(['b', 'a', 'c']);
    expect(ids(made, { key: 'rate' })).toEqual(['c', 'a', 'b']);
    expect(ids(made, { key: 'cadence', descending: true })).toEqual(['b', 'c', 'a']);
  });

  test('are found by part of a user’s name, or the beginning of an id', () => {
    expect(ids(made, { filter: ' ZO ' })).toEqual(['a']);
    expect(ids(made, { filter: 'c' })).toEqual(['c']);
    expect(ids(made, { filter: 'nobody' })).toEqual([]);
    expect(ids(made, { node: 'elsewhere' })).toEqual([]);
  });
});

test('a session without a user goes by the beginning of its id', () => {
  expect(nameOf(row('3f1c1d0e-7f0e-4c5b'))).toBe('3f1c1d0e');
  expect(nameOf(row('a', { user_id: 'ann' }))).toBe('ann');
});
