import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { StepDetector } from '@stepstream/detector';
import { readRecording } from '@stepstream/formats';
import type { StepDetection } from '@stepstream/protocol';
import { TestClient } from '@stepstream/testing/client';
import { DATA, HAS_DATA, NEEDS_DATA } from '@stepstream/testing/data';
import { aWalk, detect, type Row, rows } from '@stepstream/testing/stream';
import { DEFAULT_CONFIG, loadModel, type StepstreamServer, startServer } from 'stepstream';

const SESSIONS = 200;

const model = loadModel(DEFAULT_CONFIG.model);
let server: StepstreamServer;
beforeAll(() => {
  server = startServer({ port: 0, logLevel: 'warn' });
});
afterAll(() => server.stop());

test('200 sessions at once, each with a walk of its own, count what each counts alone', async () => {
  const placements = ['hand', 'pocket', 'wrist'] as const;
  const slices = Array.from({ length: SESSIONS }, (_, i) =>
    rows(
      aWalk({
        seed: i,
        placement: placements[i % 3] ?? 'hand',
        samplingRate: [20, 50, 100][i % 3] ?? 50,
        segments: [
          { activity: 'standing', seconds: 1 },
          { activity: 'walking', seconds: 6 + (i % 7), cadence: 80 + (i % 60) },
        ],
      }),
    ),
  );
  await countTogether(slices);
});

test.skipIf(!HAS_DATA)(
  `200 sessions at once, each with a slice of a real recording${NEEDS_DATA}`,
  async () => {
    const files = readdirSync(join(DATA, 'phones')).filter((file) => file.endsWith('.gz'));
    const recordings = await Promise.all(
      files.slice(0, 10).map(async (file) => rows(await readRecording(join(DATA, 'phones', file)))),
    );
    const slices = Array.from({ length: SESSIONS }, (_, i) => {
      const recording = recordings[i % recordings.length] as Row[];
      const start = 1500 + 200 * Math.floor(i / recordings.length);
      return recording.slice(start, start + 1200);
    });
    await countTogether(slices);
  },
);

/** Streams each slice through a session of its own, all interleaved; compares with it alone. */
async function countTogether(slices: readonly (readonly Row[])[]): Promise<void> {
  const clients = await Promise.all(slices.map(() => TestClient.connect(server.streamUrl)));
  expect(server.registry.size).toBe(slices.length);
  const longest = Math.max(...slices.map((slice) => slice.length));
  for (let i = 0; i < longest; i++) {
    clients.forEach((client, k) => {
      const row = slices[k]?.[i];
      if (row) client.send(toSample(row));
    });
    if (i % 100 === 0) await Bun.sleep(0);
  }
  const answers = await Promise.all(
    clients.map((client, k) => client.received(1 + (slices[k] as Row[]).length)),
  );
  let counted = 0;
  for (const [k, client] of clients.entries()) {
    const alone = detect(slices[k] as Row[], new StepDetector({ model }));
    const found = client.messages.flatMap((m) => (m.type === 'step_detection' ? m.steps : []));
    expect((answers[k] as StepDetection).total_steps).toBe(alone.length);
    expect(found.map((s) => s.timestamp)).toEqual(alone.map((s) => round(s.timestamp)));
    expect(found.map((s) => s.foot)).toEqual(alone.map((s) => s.foot));
    counted += alone.length;
    client.close();
  }
  // Silence would agree with itself, too.
  expect(counted).toBeGreaterThan(5 * slices.length);
  await Promise.all(clients.map((client) => client.closed));
}

function toSample([timestamp, accel_x, accel_y, accel_z]: Row) {
  return { timestamp, accel_x, accel_y, accel_z };
}

function round(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
