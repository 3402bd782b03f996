import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Detection, StopResponse } from './messages.ts';
import { eventually, open, SAMPLE } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';

const STOP = { action: 'stop' };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('stop is answered last, then the server closes with 1000', async () => {
  const session = await open(server);
  for (let i = 0; i < 3; i++) await session.ask(Detection, SAMPLE);
  const answer = await session.ask(StopResponse, STOP);
  expect(answer.session_id).toBe(session.id);
  // Whether the stop counts itself is not said; the samples do.
  expect([3, 4]).toContain(answer.session_stats.total_requests);
  expect((await session.client.closed).code).toBe(1000);
  expect(session.client.unread()).toEqual([]);
});

test('stop may be the first message', async () => {
  const session = await open(server);
  await session.ask(StopResponse, STOP);
  expect((await session.client.closed).code).toBe(1000);
});

test('what follows a stop in the same write is not answered, what precedes it is', async () => {
  const session = await open(server);
  const after = [SAMPLE, { action: 'stats' }, STOP, 'not JSON', SAMPLE];
  session.client.sendTogether([SAMPLE, SAMPLE, STOP, ...after]);
  expect((await session.expect(Detection)).total_predictions).toBe(1);
  expect((await session.expect(Detection)).total_predictions).toBe(2);
  await session.expect(StopResponse);
  expect((await session.client.closed).code).toBe(1000);
  expect(session.client.unread()).toEqual([]);
});

test('a stopped session is gone', async () => {
  const session = await open(server);
  await session.ask(StopResponse, STOP);
  await session.client.closed;
  await eventually(async () => {
    const response = await fetch(`${server.httpUrl}/sessions/${session.id}`);
    await response.text();
    return response.status === 404;
  });
});

test('a stop ends no other session', async () => {
  const [one, other] = [await open(server), await open(server)];
  await one.ask(StopResponse, STOP);
  await one.client.closed;
  expect((await other.ask(Detection, SAMPLE)).total_predictions).toBe(1);
  other.client.destroy();
});
