import { expect, test } from 'bun:test';
import { DeadLetters, MAX_DEAD_LETTERS } from './dead-letters.ts';

const letter = (id: string, endpoint = 1) => ({
  message: { id, type: 'steps.minute' as const, body: '{}', createdMs: 0 },
  endpoint,
  attempts: 8,
  error: 'it answered with status 500',
  diedMs: 1,
});

test('the oldest dead letters go when there are too many, and that is counted', () => {
  const letters = new DeadLetters();
  for (let i = 0; i < MAX_DEAD_LETTERS + 3; i++) letters.add(letter(`${i}`));
  expect(letters.all.length).toBe(MAX_DEAD_LETTERS);
  expect(letters.all[0]?.message.id).toBe('3');
  expect(letters.dropped).toBe(3);
});

test('those of one message are taken, or all', () => {
  const letters = new DeadLetters();
  for (const one of [letter('a', 1), letter('b', 1), letter('a', 2)]) letters.add(one);
  expect(letters.take('a').map(({ endpoint }) => endpoint)).toEqual([1, 2]);
  expect(letters.take('a')).toEqual([]);
  expect(letters.take().map(({ message }) => message.id)).toEqual(['b']);
  expect(letters.all).toEqual([]);
});
