import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectOptions } from '@stepstream/client';
import { connect } from '@stepstream/client';
import { generateWalk } from '@stepstream/synthetic';
import { FaultyLink } from '@stepstream/testing/faulty-link';
import { startServer } from 'stepstream';
import { VirtualTime } from './virtual-time.ts';
import { MODEL, until } from './world.ts';

const RATE_HZ = 80;
const GUIDE = readFileSync(join(import.meta.dir, '../../docs/client.md'), 'utf8');

/** A minute at 80 Hz with a gyroscope: nearly all of it walking, as that is what costs most. */
const WALK = generateWalk({
  segments: [
    { activity: 'standing', seconds: 2 },
    { activity: 'walking', seconds: 58, cadence: 110 },
  ],
  samplingRate: RATE_HZ,
});

/** KB that a minute of walking takes on a real socket, frame headers included, up and down. */
async function kilobytesAMinute(options: ConnectOptions): Promise<{ up: number; down: number }> {
  const time = new VirtualTime();
  const server = startServer({ port: 0, logLevel: 'warn', model: MODEL, clock: time.server });
  const link = await FaultyLink.start(server.url);
  const client = connect(link.streamUrl, { ...options, clock: time.client });
  try {
    await until(() => client.state === 'open');
    // The handshake is once for all.
    const before = { up: link.bytesUp, down: link.bytesDown };
    const session = [...server.registry.sessions()][0];
    for (let i = 0; i < WALK.times.length; i++) {
      time.advance(1000 / RATE_HZ);
      const [accel_x = 0, accel_y = 0, accel_z = 0] = WALK.accel.subarray(3 * i, 3 * i + 3);
      const [gyro_x = 0, gyro_y = 0, gyro_z = 0] = WALK.gyro.subarray(3 * i, 3 * i + 3);
      const timestamp = WALK.times[i] as number;
      client.send({ timestamp, accel_x, accel_y, accel_z, gyro_x, gyro_y, gyro_z });
      const sent = client.counters.accepted - client.counters.queued;
      if (session?.samples !== sent) await until(() => session?.samples === sent);
    }
    await client.drained();
    expect(client.totalSteps).toBeGreaterThan(90);
    return {
      up: Math.round((link.bytesUp - before.up) / 1000),
      down: Math.round((link.bytesDown - before.down) / 1000),
    };
  } finally {
    await client.stop();
    await link.stop();
    await server.stop();
  }
}

/** What is quoted is right to a KB: names and numbers differ in length from run to run. */
function expectNear(quoted: string | undefined, up: number, down: number): void {
  const [quotedUp, quotedDown] = (quoted ?? '').match(/\d+/g)?.map(Number) ?? [];
  expect(Math.abs(Number(quotedUp) - up)).toBeLessThanOrEqual(1);
  expect(Math.abs(Number(quotedDown) - down)).toBeLessThanOrEqual(1);
}

test('by default a minute at 80 Hz takes under 150 KB up and 50 KB down, as the guide says', async () => {
  const { up, down } = await kilobytesAMinute({});
  expect(up).toBeLessThan(150);
  expect(down).toBeLessThan(50);
  const [quoted] = /\d+ KB up and \d+ KB down/.exec(GUIDE) ?? [];
  expectNear(quoted, up, down);
}, 30_000);

test('with JSON and an answer to every frame it takes what the guide says', async () => {
  const { up, down } = await kilobytesAMinute({
    binary: false,
    replies: 'every_frame',
    batchInterval: 100,
  });
  const [quoted] = /(?<=frames of 100 ms that takes )\d+ KB up and \d+ KB down/.exec(GUIDE) ?? [];
  expectNear(quoted, up, down);
}, 30_000);
