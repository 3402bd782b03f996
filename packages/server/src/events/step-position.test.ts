import { expect, test } from 'bun:test';
import { formatPosition, isAfter, parsePosition } from './step-position.ts';

const ID = 'd8f2a1c4-6b7e-4f0a-9c3d-5e1b2a7f4c60';

test("a position is an event's id, and an id a position", () => {
  const position = { session: ID, samples: 1200, total: 42 };
  expect(parsePosition(formatPosition(position))).toEqual(position);
});

test.each([
  '',
  'x',
  `${ID}.1`,
  `${ID}.1.2.3`,
  `${ID}.-1.2`,
  `${ID}.1.${'9'.repeat(16)}`,
  'a b.1.2',
])('the id %p is no position', (id) => expect(parsePosition(id)).toBeUndefined());

test('a step comes after another by its samples, and then by its total', () => {
  const at = (samples: number, total: number) => ({ session: ID, samples, total });
  expect(isAfter(at(100, 5), at(50, 4))).toBe(true);
  expect(isAfter(at(100, 5), at(100, 4))).toBe(true);
  expect(isAfter(at(100, 5), at(100, 5))).toBe(false);
  // After a reset the total is small again.
  expect(isAfter(at(200, 1), at(100, 5))).toBe(true);
});
