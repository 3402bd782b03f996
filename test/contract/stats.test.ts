import { afterAll, beforeAll, expect, test } from 'bun:test';
import { StatsResponse, StopResponse } from './messages.ts';
import { batch, eventually, open, SAMPLE, type Session } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';

const STATS = { action: 'stats' };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

// With a stop, so that the server's counts are still when the next test reads them.
async function leave({ client }: Session): Promise<void> {
  client.send({ action: 'stop' });
  await client.closed;
}

test('stats count the messages of every kind, this one included', async () => {
  const session = await open(server);
  const kinds = [
    SAMPLE,
    batch([SAMPLE, SAMPLE, SAMPLE]),
    {},
    'not JSON',
    '',
    { action: 'no such' },
    { action: 'reset' },
    { action: 'configure', confirm_after: 4 },
    STATS,
    'x'.repeat(400_000),
  ];
  for (const [i, message] of kinds.entries()) {
    session.client.send(message);
    await session.client.next();
    const { user_stats } = await session.ask(StatsResponse, STATS);
    expect(user_stats.total_requests).toBe(2 * (i + 1));
  }
  session.client.sendBinary(new Uint8Array(44));
  await session.client.next();
  const { user_stats } = await session.ask(StatsResponse, STATS);
  expect(user_stats.total_requests).toBe(2 * kinds.length + 2);
  await leave(session);
});

test('times: a duration in seconds, and the last activity in Unix seconds', async () => {
  const session = await open(server);
  const first = (await session.ask(StatsResponse, STATS)).user_stats;
  const second = (await session.ask(StatsResponse, STATS)).user_stats;
  expect(Math.abs(second.last_activity - Date.now() / 1000)).toBeLessThan(60);
  expect(second.session_duration).toBeGreaterThanOrEqual(first.session_duration);
  expect(second.session_duration).toBeLessThan(60);
  expect(second.last_activity).toBeGreaterThanOrEqual(first.last_activity);
  await leave(session);
});

test('the server counts over all sessions, ended ones too', async () => {
  const session = await open(server);
  const before = (await session.ask(StatsResponse, STATS)).server_stats;
  const other = await open(server);
  other.client.sendTogether([SAMPLE, {}, STATS]);
  await other.client.collect(3);
  await other.ask(StopResponse, { action: 'stop' });
  await other.client.closed;
  const after = (await session.ask(StatsResponse, STATS)).server_stats;
  // Three messages and the stop of the other, and the question itself.
  expect(after.total_server_requests).toBe(before.total_server_requests + 5);
  await leave(session);
});

test('active_sessions follows who comes and goes', async () => {
  const session = await open(server);
  const active = async () => (await session.ask(StatsResponse, STATS)).server_stats.active_sessions;
  await eventually(async () => (await active()) === 1);
  const other = await open(server);
  expect(await active()).toBe(2);
  await leave(other);
  await eventually(async () => (await active()) === 1);
  await leave(session);
});
