/** Whatever kind of frames a client sends: those that are sent again after a crash give the steps of an uncut run. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TimedSample, writeBinarySamples } from '@stepstream/protocol/codec';
import { aWalk, rows } from '@stepstream/testing/stream';
import { CarefulClient } from './careful-client.ts';
import { type DurableServer, SERVE, startDurable } from './durable-server.ts';

// A server is started again and again, on machines that may be busy.
setDefaultTimeout(120_000);

/** Samples of a frame. */
const FRAME = 25;
const SAMPLES = rows(aWalk()).map(
  ([timestamp = 0, accel_x = 0, accel_y = 0, accel_z = 0]): TimedSample => ({
    ...{ timestamp, accel_x, accel_y, accel_z },
  }),
);
/** As from a device that rounds its stamps down. */
const WHOLE_SECONDS = SAMPLES.map((sample) => ({
  ...sample,
  timestamp: Math.floor(sample.timestamp),
}));

const asJson = (samples: readonly TimedSample[]): object => ({ samples });
/** With angular velocities of none, one and the other. */
const turning = (samples: readonly TimedSample[]) =>
  samples.map((sample, i) => ({ ...sample, gyro_x: i % 3, gyro_y: 0, gyro_z: -1 }));

let folder: string;
let server: DurableServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-kinds-'));
  server = await startDurable(SERVE, {
    STORE: `sqlite:${join(folder, 'steps.db')}`,
    CHECKPOINT_INTERVAL: '0.3',
    LOG_LEVEL: 'warn',
  });
});
afterAll(async () => {
  await server?.kill();
  await rm(folder, { recursive: true, force: true });
});

/** Frames that are sent after the last checkpoint before a crash. */
const UNSAFE = 3;

/** Walks, and tells what it was told: the steps that it heard of, and the count at the end. */
async function walk(frames: readonly object[], user: string, crash?: () => Promise<void>) {
  const client = new CarefulClient(() => server.wsUrl, `user_id=${user}`);
  await client.connect();
  const part = Math.ceil(frames.length / 3);
  for (let start = 0; start < frames.length; start += part) {
    const end = Math.min(start + part, frames.length);
    for (const frame of frames.slice(start, end - UNSAFE)) await client.send(frame);
    if (crash) await client.untilSafe();
    for (const frame of frames.slice(end - UNSAFE, end)) await client.send(frame);
    if (!crash) continue;
    await crash();
    await client.connect();
  }
  return { total: await client.stop(), heard: client.steps };
}

const KINDS: readonly [string, readonly TimedSample[], (part: TimedSample[]) => object][] = [
  ['binary frames', SAMPLES, writeBinarySamples],
  ['binary frames with a gyroscope', turning(SAMPLES), writeBinarySamples],
  ['JSON with whole seconds', WHOLE_SECONDS, asJson],
  ['binary frames with whole seconds', WHOLE_SECONDS, writeBinarySamples],
];

test.each(KINDS)(
  '%s over three kill -9 give the steps of an uncut run',
  async (name, all, write) => {
    const frames = Array.from({ length: Math.ceil(all.length / FRAME) }, (_, i) =>
      write(all.slice(i * FRAME, (i + 1) * FRAME)),
    );
    const user = name.replaceAll(/\W/g, '-');
    const uncut = await walk(frames, `${user}-uncut`);
    const cut = await walk(frames, user, async () => {
      await server.kill();
      await server.start();
    });
    expect(cut).toEqual(uncut);
    expect(cut.total).toBeGreaterThan(20);
    const query = `start=${Date.now() / 1000 - 3600}&end=${Date.now() / 1000 + 3600}`;
    const history = await server.ask(`/users/${user}/steps?${query}`);
    expect(await history.json()).toMatchObject({ total: cut.total });
  },
);
