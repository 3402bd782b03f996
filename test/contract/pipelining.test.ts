import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { z } from 'zod';
import {
  ConfigureResponse,
  Detection,
  ErrorMessage,
  MissingFields,
  ResetResponse,
  StatsResponse,
} from './messages.ts';
import { batch, open, SAMPLE } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test('500 samples in one write have 500 answers, in order', async () => {
  const session = await open(server);
  const samples = Array.from({ length: 500 }, (_, i) => ({ ...SAMPLE, accel_x: i / 100 }));
  session.client.sendTogether(samples);
  for (let i = 0; i < 500; i++) {
    const answer = await session.expect(Detection);
    expect(answer.total_predictions).toBe(i + 1);
    const length = Math.hypot(i / 100, SAMPLE.accel_y, SAMPLE.accel_z);
    expect(answer.prediction.movement_magnitude).toBeCloseTo(length, 3);
  }
  session.client.destroy();
});

test('500 frames of every kind have 500 answers, each in its place', async () => {
  const session = await open(server);
  const kinds: { message: string | object; kind: z.ZodType; samples: number }[] = [
    { message: SAMPLE, kind: Detection, samples: 1 },
    { message: { action: 'stats' }, kind: StatsResponse, samples: 0 },
    { message: batch([SAMPLE, SAMPLE, SAMPLE]), kind: Detection, samples: 3 },
    { message: 'not JSON', kind: ErrorMessage, samples: 0 },
    { message: SAMPLE, kind: Detection, samples: 1 },
    { message: { action: 'reset' }, kind: ResetResponse, samples: 0 },
    { message: {}, kind: MissingFields, samples: 0 },
    { message: { action: 'configure', confirm_after: 4 }, kind: ConfigureResponse, samples: 0 },
    { message: { action: 'no such' }, kind: ErrorMessage, samples: 0 },
    { message: SAMPLE, kind: Detection, samples: 1 },
  ];
  const frames = Array.from({ length: 50 }, () => kinds).flat();
  session.client.sendTogether(frames.map(({ message }) => message));
  let predictions = 0;
  for (const [i, { kind, samples }] of frames.entries()) {
    const message = await session.client.next();
    kind.parse(message);
    predictions += samples;
    if (kind === Detection) expect(message['total_predictions']).toBe(predictions);
    if (kind === StatsResponse) {
      expect(message).toMatchObject({ user_stats: { total_requests: i + 1 } });
    }
  }
  expect(session.client.unread()).toEqual([]);
  session.client.destroy();
});

test('many clients at once each have their own answers', async () => {
  const counts = Array.from({ length: 20 }, async (_, who) => {
    const session = await open(server);
    const samples = Array.from({ length: 100 }, () => ({ ...SAMPLE, accel_x: who }));
    session.client.sendTogether(samples);
    for (let i = 0; i < 100; i++) {
      const answer = await session.expect(Detection);
      expect(answer.session_id).toBe(session.id);
      expect(answer.total_predictions).toBe(i + 1);
      const length = Math.hypot(who, SAMPLE.accel_y, SAMPLE.accel_z);
      expect(answer.prediction.movement_magnitude).toBeCloseTo(length, 3);
    }
    session.client.destroy();
  });
  await Promise.all(counts);
});
