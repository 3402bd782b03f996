import { afterAll, beforeAll, expect, test } from 'bun:test';
import { z } from 'zod';
import { Detection, ErrorMessage, Started, StopResponse } from './messages.ts';
import { connect } from './raw-client.ts';
import { eventually, feed, open, SAMPLE } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { syntheticWalk } from './synthetic-walk.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const Token = z.object({ resume_token: z.string().min(22) });
const Resumed = Started.extend({
  resumed: z.literal(true),
  total_requests: z.int(),
  total_predictions: z.int(),
  total_steps: z.int(),
  missed_steps: z.array(z.object({ timestamp: z.number(), foot: z.enum(['start', 'end']) })),
});

const tokenOf = (started: unknown) => Token.parse(started).resume_token;
const activeSessions = async () => {
  const response = await fetch(`${server.httpUrl}/health`);
  return z.object({ active_sessions: z.int() }).parse(await response.json()).active_sessions;
};

test('a walk is counted to its end over a lost connection, and what was lost is told again', async () => {
  const { samples } = syntheticWalk();
  const half = samples.length / 2;
  const first = await open(server);
  const before = await feed(first, samples.slice(0, half), 10);
  const answered = before[Math.floor(before.length / 2)]?.total_predictions ?? 0;
  first.client.destroy();
  await eventually(async () => (await activeSessions()) === 0);

  const second = await open(server, `?resume=${tokenOf(first.started)}&answered=${answered}`);
  const greeting = Resumed.parse(second.started);
  expect(second.id).toBe(first.id);
  expect(greeting.total_predictions).toBe(half);
  expect(greeting.total_requests).toBe(before.length);
  expect(greeting.total_steps).toBe(before.at(-1)?.total_steps ?? -1);
  const missed = before.filter(({ total_predictions }) => total_predictions > answered);
  expect(greeting.missed_steps.map(({ timestamp }) => timestamp)).toEqual(
    missed.flatMap(({ steps }) => steps.map(({ timestamp }) => timestamp)),
  );
  const after = await feed(second, samples.slice(half), 10);

  const uncut = await open(server);
  const expected = await feed(uncut, samples, 10);
  const stepsOf = (answers: readonly Detection[]) => answers.flatMap(({ steps }) => steps);
  expect(stepsOf([...before, ...after])).toEqual(stepsOf(expected));
  expect(stepsOf(expected).length).toBeGreaterThan(30);
  for (const { client } of [second, uncut]) client.destroy();
});

test('a connection that only looks alive gives its session up, and gets no answer more', async () => {
  const old = await open(server);
  await old.ask(Detection, SAMPLE);
  const fresh = await open(server, `?resume=${tokenOf(old.started)}`);
  expect(Resumed.parse(fresh.started).total_predictions).toBe(1);
  expect((await old.client.closed).code).toBe(4409);
  expect(old.client.unread()).toEqual([]);
  expect((await fresh.ask(Detection, SAMPLE)).total_predictions).toBe(2);
  fresh.client.destroy();
});

test('a token comes in the first message as well, and is then in no address', async () => {
  const first = await open(server);
  expect(first.started).toMatchObject({ resume_by_message: true });
  const { total_predictions } = await first.ask(Detection, SAMPLE);
  first.client.destroy();
  const second = await connect(`${server.wsUrl}?resume=message`);
  const resume_token = tokenOf(first.started);
  second.sendTogether([
    { action: 'resume', resume_token, answered: total_predictions },
    SAMPLE,
    { action: 'resume', resume_token },
  ]);
  expect(await second.next()).toMatchObject({
    type: 'session_started',
    session_id: first.id,
    resumed: true,
    total_requests: 1,
    missed_steps: [],
  });
  expect(Detection.parse(await second.next()).total_predictions).toBe(2);
  expect(await second.next()).toMatchObject({ type: 'error', code: 'unknown_action' });
  second.destroy();
});

test.each([
  [{ action: 'resume' }, []],
  [{ action: 'resume', resume_token: 7, answered: -1 }, []],
  [{ action: 'resume', resume_token: 'a'.repeat(5000) }, ['error']],
  [SAMPLE, ['step_detection']],
  ['not JSON', ['error']],
])('a first message that names no session (%#) begins a new one', async (message, answers) => {
  const client = await connect(`${server.wsUrl}?resume=message`);
  client.send(message);
  expect(await client.next()).toMatchObject({ resumed: false, reason: 'unknown_token' });
  client.send({ action: 'stats' });
  const told = await client.collect(answers.length + 1);
  expect(told.map(({ type }) => type)).toEqual([...answers, 'stats_response']);
  client.destroy();
});

test.each(['made-up', '%00', '%E0%A4%A', 'a'.repeat(5000)])(
  'a token that is none (%#) begins a new session',
  async (token) => {
    const { client, started } = await open(server, `?resume=${token}&answered=-1`);
    expect(started).toMatchObject({ resumed: false, reason: 'unknown_token' });
    client.destroy();
  },
);

test('a session that was stopped is over', async () => {
  const old = await open(server);
  await old.ask(StopResponse, { action: 'stop' });
  await old.client.closed;
  const fresh = await open(server, `?resume=${tokenOf(old.started)}`);
  expect(fresh.started).toMatchObject({ resumed: false });
  expect(fresh.id).not.toBe(old.id);
  fresh.client.destroy();
});

test('while it is away, a session is not there, and one that is deleted then is over', async () => {
  const old = await open(server);
  old.client.destroy();
  await eventually(async () => (await activeSessions()) === 0);
  const list = await (await fetch(`${server.httpUrl}/sessions`)).json();
  expect(list).toMatchObject({ active_sessions: 0, sessions: {} });
  for (const method of ['GET', 'DELETE']) {
    const response = await fetch(`${server.httpUrl}/sessions/${old.id}`, { method });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ detail: 'Session not found' });
  }
  const fresh = await open(server, `?resume=${tokenOf(old.started)}`);
  expect(fresh.started).toMatchObject({ resumed: false, reason: 'unknown_token' });
  fresh.client.destroy();
});

test('an error keeps its place in the count of frames', async () => {
  const old = await open(server);
  await old.ask(ErrorMessage, 'not JSON');
  await old.ask(Detection, SAMPLE);
  old.client.destroy();
  const fresh = await open(server, `?resume=${tokenOf(old.started)}`);
  const { total_requests, total_predictions } = Resumed.parse(fresh.started);
  expect([total_requests, total_predictions]).toEqual([2, 1]);
  fresh.client.destroy();
});
