import { expect, test } from 'bun:test';
import { streamAddress } from './address.ts';

const NEW = { ticket: {}, answered: 0, maxKept: 0 };

test('an address stays as it is where there is nothing to say', () => {
  expect(streamAddress('ws://x/', NEW)).toEqual({ url: 'ws://x/', opening: undefined });
  const told = { ticket: { token: undefined, byMessage: undefined }, answered: 0, maxKept: 0 };
  expect(streamAddress('ws://x/', told)).toEqual({ url: 'ws://x/', opening: undefined });
});

test('a resume token is in the address where the server has not said that it takes it otherwise', () => {
  const said = { ...NEW, user: 'a b', ticket: { token: 'T' }, answered: 7, maxKept: 5 };
  expect(streamAddress('ws://x/?y=1', said)).toEqual({
    url: 'ws://x/?y=1&user_id=a%20b&resume=T&answered=7&checkpoints=1',
    opening: undefined,
  });
});

test('a resume token is in a message where it has', () => {
  const said = { ...NEW, ticket: { token: 'T', byMessage: true }, answered: 7 };
  const { url, opening = '' } = streamAddress('ws://x/', said);
  expect(url).toBe('ws://x/?resume=message');
  expect(JSON.parse(opening)).toEqual({ action: 'resume', resume_token: 'T', answered: 7 });
});
