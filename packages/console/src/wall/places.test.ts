import { expect, test } from 'bun:test';
import type { SessionRow } from '@stepstream/protocol';
import { MAX_TILES, type Place, placesOf } from './places.ts';

const phone = (number: number, user = `phone-${number}`) =>
  ({ id: `s${number}`, user_id: user, created_at: number }) as SessionRow;
const phones = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => phone(from + i));
const ids = (places: readonly Place[]) => places.map(({ row }) => row.id);

test('phones get places as they come, and nobody else does', () => {
  const nameless: SessionRow = { ...phone(4), user_id: null };
  const rows = [phone(2), phone(1), phone(3, 'ann'), nameless];
  expect(ids(placesOf([], rows).shown)).toEqual(['s1', 's2', 's4']);
});

test('who has a place keeps it, and the count of a phone that has stopped stays', () => {
  const { shown } = placesOf([], phones(0, 3));
  const later = placesOf(shown, [phone(1), phone(2), phone(3)]).shown;
  expect(ids(later)).toEqual(['s0', 's1', 's2', 's3']);
  expect(later.map(({ isOver }) => isOver)).toEqual([true, false, false, false]);
});

test('a full wall gives a newcomer the place of one that has stopped, and counts the others', () => {
  const { shown, waiting } = placesOf([], phones(0, 14));
  expect([shown.length, waiting]).toEqual([MAX_TILES, 2]);
  const later = placesOf(shown, phones(1, 14));
  expect(ids(later.shown)[0]).toBe('s12');
  expect(later.waiting).toBe(1);
});

test('a phone that starts anew stays in its place', () => {
  const { shown } = placesOf([], phones(0, 2));
  const again = { ...phone(9), user_id: 'phone-0' };
  expect(ids(placesOf(shown, [again, phone(1)]).shown)).toEqual(['s9', 's1']);
});
