import { expect, test } from 'bun:test';
import { begunAnew } from './begun-anew.ts';
import type { Walker } from './walkers.ts';

type States = Walker['states'];
const walkers = (...states: States[]) => states.map((one) => ({ states: one }) as Walker);
const open = (at: number, resumed?: boolean): States[number] => ({
  event: { state: 'open', ...(resumed !== undefined && { resumed }) },
  at,
});
const offline = (at: number): States[number] => ({ event: { state: 'offline' }, at });

test('a session that was lost before it could be saved is told apart from one that was', () => {
  const young = [open(0), offline(900), open(1500, false)];
  const old = [open(0), offline(7000), open(7500, false)];
  expect(begunAnew(walkers(young, old), 6000)).toEqual({ unsaved: 1, saved: 1 });
});

test('what a session was connected before it was resumed counts, and the time away does not', () => {
  const resumed = [open(0), offline(4000), open(9000, true), offline(12_000), open(13_000, false)];
  const away = [open(0), offline(1000), open(90_000, false), offline(91_000), open(92_000, false)];
  expect(begunAnew(walkers(resumed, away), 6000)).toEqual({ unsaved: 2, saved: 1 });
});
