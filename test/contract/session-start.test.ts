import { afterAll, beforeAll, expect, test } from 'bun:test';
import { open } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('a connection is greeted, unasked, with its session', async () => {
  const { client, started } = await open(server);
  // The shape, texts and types are those of the schema that `open` reads it by.
  expect(Math.abs(Number(started.timestamp) - Date.now() / 1000)).toBeLessThan(60);
  expect(client.unread()).toEqual([]);
  client.destroy();
});

test('the greeting tells the default timeout of five minutes', async () => {
  const { client, started } = await open(server);
  expect(started.timeout_seconds).toBe(300);
  client.destroy();
});

test('every connection is a session of its own', async () => {
  const sessions = await Promise.all(Array.from({ length: 10 }, () => open(server)));
  expect(new Set(sessions.map(({ id }) => id)).size).toBe(10);
  for (const { client } of sessions) client.destroy();
});
