import { expect, test } from 'bun:test';
import { EventStream, MAX_WAITING_BYTES } from './event-stream.ts';

function setUp() {
  const told: unknown[] = [];
  const stream = new EventStream({
    onEnd: () => void told.push('end'),
    idleTimeout: (seconds) => void told.push(seconds),
  });
  return { stream, told };
}

test('a stream hands on what it is sent, and may be silent', async () => {
  const { stream, told } = setUp();
  stream.send(new TextEncoder().encode('one\n'));
  stream.send(new TextEncoder().encode('two\n'));
  stream.close();
  expect(await new Response(stream.body).text()).toBe('one\ntwo\n');
  expect(told).toEqual([0, 10, 'end']);
});

test('a client that does not read is dropped, and holds no more than so much', () => {
  const { stream, told } = setUp();
  const bytes = new Uint8Array(1000);
  let sent = 0;
  while (!told.includes('end')) {
    stream.send(bytes);
    sent += bytes.length;
  }
  expect(sent).toBeLessThanOrEqual(MAX_WAITING_BYTES + bytes.length);
  stream.send(bytes);
  stream.close();
  expect(told).toEqual([0, 10, 'end']);
});

test('a client that goes away ends the stream, once', async () => {
  const { stream, told } = setUp();
  await stream.body.cancel();
  stream.send(new Uint8Array(1));
  stream.close();
  expect(told).toEqual([0, 'end']);
});
