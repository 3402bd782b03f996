import { expect, test } from 'bun:test';
import type { SessionRow } from '@stepstream/protocol';
import { RowsElsewhere } from './rows-elsewhere.ts';

const row = (id: string, steps = 0, node: string | null = null): SessionRow => ({
  ...{ id, steps, user_id: null, node, created_at: 1, rate: 50, cadence: 0, hints: [] },
  ...{ silent_since: null, away_until: null, errors: 0, last_error: null },
});

test('rows of other servers are added, changed and gone as each of them says', () => {
  const rows = new RowsElsewhere();
  rows.take('a', { fresh: true, changed: [row('one'), row('two')], gone: [] });
  rows.take('b', { fresh: true, changed: [row('three')], gone: [] });
  const change = { id: 'one', steps: 5 };
  expect(rows.take('a', { fresh: false, changed: [change], gone: ['two'] })).toEqual({
    changed: [change],
    gone: ['two'],
  });
  // Each says at which server it is.
  expect(rows.rows()).toEqual([row('one', 5, 'a'), row('three', 0, 'b')]);
  expect(rows.take('a', { fresh: true, changed: [], gone: [] })?.gone).toEqual(['one']);
  expect(rows.forget('b')).toEqual(['three']);
  expect(rows.rows()).toEqual([]);
});

test('a session that goes from one server to another is not gone', () => {
  const rows = new RowsElsewhere();
  rows.take('a', { fresh: true, changed: [row('one')], gone: [] });
  rows.take('b', { fresh: true, changed: [row('one')], gone: [] });
  expect(rows.take('a', { fresh: false, changed: [], gone: ['one'] })?.gone).toEqual([]);
  expect(rows.has('one')).toBe(true);
});

test('a server that was not heard from the beginning has to tell all anew', () => {
  const rows = new RowsElsewhere();
  const change = { fresh: false, changed: [{ id: 'one', steps: 5 }], gone: [] };
  expect(rows.take('a', change)).toBeUndefined();
  rows.take('a', { fresh: true, changed: [], gone: [] });
  expect(rows.take('a', change)).toBeUndefined();
});
