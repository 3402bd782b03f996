import { expect, test } from 'bun:test';
import type { EndedRow } from '@stepstream/protocol';
import { EndedSessions, MAX_ENDED } from './ended-sessions.ts';

const row = (id: string, ended_at: number, user_id: string | null = null): EndedRow => ({
  ...{ id, user_id, node: null, ended_at, duration: 60, steps: 100, errors: 0 },
  reason: 'stopped',
});
const ids = (message: { readonly sessions: readonly EndedRow[] } | undefined) =>
  message?.sessions.map(({ id }) => id);

test('the last ones are kept, the newest first, and told once', () => {
  const ended = new EndedSessions();
  expect(ended.take()).toBeUndefined();
  for (let i = 0; i < 60; i++) ended.add(row(String(i), i));
  expect(ids(ended.all({ isOwn: true }))?.slice(0, 2)).toEqual(['59', '58']);
  expect(ended.all({ isOwn: true }).sessions).toHaveLength(MAX_ENDED);
  expect(ended.take()?.sessions).toHaveLength(MAX_ENDED);
  expect(ended.take()).toBeUndefined();
});

test('those of other servers are there too, each once, and for viewers of this server alone', () => {
  const ended = new EndedSessions();
  ended.add(row('here', 5));
  expect(ids(ended.hear([row('there', 6), row('long ago', 1)]))).toEqual(['there', 'long ago']);
  expect(ended.hear([row('there', 6)])).toBeUndefined();
  expect(ids(ended.all({ isOwn: false }))).toEqual(['there', 'here', 'long ago']);
  expect(ids(ended.all({ isOwn: true }))).toEqual(['here']);
  ended.forgetOthers();
  expect(ids(ended.all({ isOwn: false }))).toEqual(['here']);
});

test('nothing of a user is left who is to be forgotten', () => {
  const ended = new EndedSessions();
  ended.add(row('a', 1, 'ann'));
  ended.hear([row('b', 2, 'ann'), row('c', 3, 'bob')]);
  expect(ended.forgetUser('ann')).toBe(true);
  expect(ended.forgetUser('ann')).toBe(false);
  expect(ids(ended.all({ isOwn: false }))).toEqual(['c']);
  expect(ended.take()).toBeUndefined();
});
