import { expect, test } from 'bun:test';
import { Safety } from './safety.ts';

test('a session is unsafe from its beginning until all that it has taken in is written', () => {
  const session = { requests: 0 };
  const safety = new Safety(session, 1000);
  session.requests = 5;
  expect(safety.unsafeSince(2000)).toBe(1000);
  safety.written(4, 1800);
  // What has come since that checkpoint was made is not safe.
  expect(safety.unsafeSince(3000)).toBe(1800);
  safety.written(5, 3000);
  expect(safety.unsafeSince(9000)).toBeUndefined();
  session.requests = 6;
  expect(safety.unsafeSince(9500)).toBe(9000);
});

test('an older checkpoint that is written late takes nothing back', () => {
  const session = { requests: 2 };
  const safety = new Safety(session, 0);
  safety.written(2, 500);
  safety.written(1, 400);
  expect(safety.unsafeSince(600)).toBeUndefined();
});
