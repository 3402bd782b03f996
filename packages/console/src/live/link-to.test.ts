import { expect, test } from 'bun:test';
import { linkTo, readLink } from './link-to.ts';

test('a link names a user or, without one, a session', () => {
  const ann = linkTo({ id: 'a1', userId: 'ann / é' });
  expect(readLink(ann)).toEqual({ kind: 'users', name: 'ann / é' });
  expect(readLink(linkTo({ id: 'a1', userId: null }))).toEqual({ kind: 'sessions', name: 'a1' });
});

test.each(['', '#phone', '#/users/', '#/users/%E0%A4%A', '#/else/x'])('%p names nobody', (hash) => {
  expect(readLink(hash)).toBeNull();
});
