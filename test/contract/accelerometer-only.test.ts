import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'bun:test';
import { Detection, MissingFields } from './messages.ts';
import { feed, open, SAMPLE, type Session } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { syntheticWalk } from './synthetic-walk.ts';

const { accel_x, accel_y, accel_z } = SAMPLE;
const BARE = { accel_x, accel_y, accel_z };

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

test('a sample without a gyroscope is detected', async () => {
  const answer = await session.ask(Detection, BARE);
  expect(answer.total_predictions).toBe(1);
});

test('one or two of its fields are an error, and the sample is not counted', async () => {
  await session.ask(MissingFields, { ...BARE, gyro_x: 0 });
  await session.ask(MissingFields, { ...BARE, gyro_y: 0, gyro_z: 0 });
  expect((await session.ask(Detection, BARE)).total_predictions).toBe(1);
});

test('a session may change between both', async () => {
  for (let n = 1; n <= 10; n++) {
    const answer = await session.ask(Detection, n % 2 ? BARE : SAMPLE);
    expect(answer.total_predictions).toBe(n);
  }
});

test('a walk is counted without a gyroscope', async () => {
  const walk = syntheticWalk({ gyro: false });
  const total = (await feed(session, walk.samples, 'lone')).at(-1)?.total_steps ?? 0;
  expect(Math.abs(total - walk.landings.length)).toBeLessThanOrEqual(2);
});
