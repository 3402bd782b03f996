import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'bun:test';
import { Detection, ResetResponse } from './messages.ts';
import { feed, open, SAMPLE, type Session } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { syntheticWalk } from './synthetic-walk.ts';

const RESET = { action: 'reset' };
const walk = syntheticWalk();
const middle = 13; // Seconds: ten into the walk.
const before = walk.samples.filter(({ timestamp }) => timestamp < middle);
const after = walk.samples.filter(({ timestamp }) => timestamp >= middle);

let server: RunningServer;
let session: Session;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  session = await open(server);
});
afterEach(() => session.client.destroy());
afterAll(() => server.stop());

test('a reset is answered, and does not clear total_predictions', async () => {
  await session.ask(Detection, SAMPLE);
  await session.ask(Detection, SAMPLE);
  expect((await session.ask(ResetResponse, RESET)).session_id).toBe(session.id);
  expect((await session.ask(Detection, SAMPLE)).total_predictions).toBe(3);
});

test('a reset in mid-walk: counting starts at zero, with what comes after it', async () => {
  expect((await feed(session, before, 'lone')).at(-1)?.total_steps).toBeGreaterThan(0);
  await session.ask(ResetResponse, RESET);
  const answers = await feed(session, after, 'lone');
  expect(answers[0]).toMatchObject({ total_steps: 0, steps: [], pending_steps: 0 });

  const steps = answers.flatMap((answer) => answer.steps);
  for (const step of steps) expect(step.timestamp).toBeGreaterThanOrEqual(middle);
  expect(answers.at(-1)?.total_steps).toBe(steps.length);
  expect(steps[0]?.foot).toBe('start');

  const remaining = walk.landings.filter((landing) => landing >= middle).length;
  expect(Math.abs(steps.length - remaining)).toBeLessThanOrEqual(3);
});

test('a reset empties the window', async () => {
  const full = (await feed(session, before, 50)).at(-1)?.buffer_size ?? 0;
  await session.ask(ResetResponse, RESET);
  const [first] = await feed(session, after, 'lone');
  expect(first?.buffer_size).toBeLessThan(full);
});

test('a reset drops the landings that are held, at any moment of the start', async () => {
  // Two landings are done by then, too few for a walk; two more follow the reset, too few again.
  const start = syntheticWalk({ walkSeconds: 4 / 1.8 });
  const reset = ((start.landings[1] ?? 0) + (start.landings[2] ?? 0)) / 2;
  const early = start.samples.filter(({ timestamp }) => timestamp < reset);
  const late = start.samples.filter(({ timestamp }) => timestamp >= reset);
  await feed(session, early, 'lone');
  await session.ask(ResetResponse, RESET);
  const answers = await feed(session, late, 'lone');
  expect(answers[0]?.pending_steps).toBe(0);
  expect(answers.at(-1)?.total_steps).toBe(0);
});

test('a reset in the same write as the samples holds between them', async () => {
  session.client.sendTogether([...before, RESET, ...after]);
  for (const message of await session.client.collect(before.length)) Detection.parse(message);
  await session.expect(ResetResponse);
  const answers = (await session.client.collect(after.length)).map((it) => Detection.parse(it));
  const steps = answers.flatMap((answer) => answer.steps);
  for (const step of steps) expect(step.timestamp).toBeGreaterThanOrEqual(middle);
  expect(answers.at(-1)?.total_steps).toBe(steps.length);
});

test('a reset touches no other session', async () => {
  const other = await open(server);
  const counted = (await feed(other, walk.samples, 50)).at(-1)?.total_steps;
  await session.ask(ResetResponse, RESET);
  const next = { ...SAMPLE, timestamp: 26 };
  expect((await other.ask(Detection, next)).total_steps).toBe(counted ?? -1);
  other.client.destroy();
});
