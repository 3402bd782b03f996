import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { readServerMessage } from './index.ts';

test('a JSON object with a type is a message, known or not', () => {
  expect(readServerMessage('{"type":"pong","a":1}')).toEqual({ type: 'pong', a: 1 } as never);
  expect(readServerMessage('{"type":"of_tomorrow"}')).toEqual({ type: 'of_tomorrow' } as never);
});

test.each(['', '{', 'null', '7', '"type"', '[]', '{}', '{"type":1}', '{"type":null}'])(
  '%p is no message',
  (text) => {
    expect(readServerMessage(text)).toBeUndefined();
  },
);

test('any text at all is read without an exception', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      readServerMessage(text);
    }),
  );
});
