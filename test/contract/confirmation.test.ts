import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'bun:test';
import { ConfigureResponse } from './messages.ts';
import { feed, open, type Session } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { syntheticWalk } from './synthetic-walk.ts';

const walk = syntheticWalk();

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

function confirmAfter(confirm_after: number) {
  return session.ask(ConfigureResponse, { action: 'configure', confirm_after });
}

test('a single bump is no walk, and its hold is dropped', async () => {
  const bump = syntheticWalk({ walkSeconds: 1 / 1.8 });
  const answers = await feed(session, bump.samples, 'lone');
  expect(answers.at(-1)).toMatchObject({ total_steps: 0, pending_steps: 0 });
});

test.each([2, 4, 6])('the first %d landings are held, and told together', async (count) => {
  await confirmAfter(count);
  const answers = await feed(session, walk.samples, 'lone');
  const first = answers.findIndex((answer) => answer.step_detected);
  expect(first).toBeGreaterThan(0);
  expect(answers[first]?.steps.length).toBeGreaterThanOrEqual(count);
  expect(answers[first]?.pending_steps).toBe(0);
  const held = answers.slice(0, first).map((answer) => answer.pending_steps);
  expect(Math.max(...held)).toBeGreaterThanOrEqual(1);
});

test('four are held unless said otherwise', async () => {
  const answers = await feed(session, walk.samples, 'lone');
  const first = answers.find((answer) => answer.step_detected);
  expect(first?.steps.length).toBeGreaterThanOrEqual(4);
});

test('confirm_after 1 holds nothing', async () => {
  await confirmAfter(1);
  const answers = await feed(session, walk.samples, 'lone');
  for (const { steps, pending_steps } of answers) {
    expect(steps.length).toBeLessThanOrEqual(1);
    expect(pending_steps).toBe(0);
  }
  const total = answers.at(-1)?.total_steps ?? 0;
  expect(Math.abs(total - walk.landings.length)).toBeLessThanOrEqual(2);
});

test('a walk shorter than the hold is not counted', async () => {
  await confirmAfter(10);
  const short = syntheticWalk({ walkSeconds: 5 / 1.8 });
  const answers = await feed(session, short.samples, 'lone');
  expect(answers.at(-1)?.total_steps).toBe(0);
});
