import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'bun:test';
import { Detection } from './messages.ts';
import { feed, open, SAMPLE, type Session } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';

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

test('a sample is answered, with every field and relation of the contract', async () => {
  const answer = await session.ask(Detection, SAMPLE);
  expect(answer.session_id).toBe(session.id);
  expect(Math.abs(Number(answer.timestamp) - Date.now() / 1000)).toBeLessThan(60);
  expect(answer).toMatchObject({
    step_detected: false,
    total_steps: 0,
    total_predictions: 1,
    steps: [],
    pending_steps: 0,
    prediction: { step_start: false, step_end: false, detector_has_current_step: false },
  });
});

test('samples are counted from one', async () => {
  for (let n = 1; n <= 5; n++) {
    expect((await session.ask(Detection, SAMPLE)).total_predictions).toBe(n);
  }
  expect(session.client.unread()).toEqual([]);
});

test('movement_magnitude is the length of the acceleration', async () => {
  const vectors = [
    [0.1, 0.2, 9.8],
    [-3, 4, -12],
    [0, 0, 0],
    [1e-3, 9.81, 0],
  ] as const;
  for (const [accel_x, accel_y, accel_z] of vectors) {
    const answer = await session.ask(Detection, { ...SAMPLE, accel_x, accel_y, accel_z });
    const length = Math.hypot(accel_x, accel_y, accel_z);
    expect(answer.prediction.movement_magnitude).toBeCloseTo(length, 3);
  }
});

test('numbers may be written as JSON allows, in any order of the fields', async () => {
  const text = `
    { "gyro_z": -0.0, "gyro_y": 2E-2, "gyro_x": 1e-2, "accel_z": 98e-1,
      "accel_y": 0, "accel_x": -1 }`;
  const { prediction } = await session.ask(Detection, text);
  expect(prediction.movement_magnitude).toBeCloseTo(Math.hypot(1, 0, 9.8), 3);
});

test('buffer_size grows with the samples, up to the window', async () => {
  const samples = Array.from({ length: 3000 }, (_, i) => ({ ...SAMPLE, timestamp: i / 100 }));
  const sizes = (await feed(session, samples, 'lone')).map((answer) => answer.buffer_size);
  for (const [i, size] of sizes.entries()) {
    expect(size).toBeGreaterThanOrEqual(sizes[i - 1] ?? 0);
  }
  expect(sizes[0]).toBeLessThan(sizes.at(-1) ?? 0);
  expect(new Set(sizes.slice(-100)).size).toBe(1);
});
