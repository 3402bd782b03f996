import { expect, test } from 'bun:test';
import { readBody } from './read-body.ts';

const URL = 'http://localhost/';

test('a body of a known length is read, unless it is too long', async () => {
  const post = (body: string) =>
    new Request(URL, {
      method: 'POST',
      body,
      headers: { 'content-length': String(Buffer.byteLength(body)) },
    });
  expect(await readBody(post('Ümlaut'), 7)).toBe('Ümlaut');
  expect(await readBody(post('Ümlaut'), 6)).toBeUndefined();
});

test('a body in pieces is read up to the limit, wherever they are cut', async () => {
  const bytes = new TextEncoder().encode('Ümlaut');
  let taken = 0;
  const post = () =>
    new Request(URL, {
      method: 'POST',
      body: new ReadableStream<Uint8Array>({
        pull(controller) {
          const piece = bytes.slice(taken, taken + 1);
          taken++;
          if (piece.length > 0) controller.enqueue(piece);
          else controller.close();
        },
      }),
    });
  expect(await readBody(post(), 7)).toBe('Ümlaut');
  taken = 0;
  expect(await readBody(post(), 3)).toBeUndefined();
  expect(taken).toBeLessThan(7);
});

test('no body is an empty text', async () => {
  expect(await readBody(new Request(URL), 10)).toBe('');
});
