import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { type Bystanders, bystanders } from './bystanders.ts';
import { ConfigureResponse, Detection, ErrorMessage, Started } from './messages.ts';
import { connect } from './raw-client.ts';
import { chunks, feed, open } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { syntheticWalk } from './synthetic-walk.ts';

let server: RunningServer;
let around: Bystanders;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  around = await bystanders(server);
});
afterEach(() => around.leave());
afterAll(() => server.stop());

const STILL = [0.1, 0.2, 9.8, 0.01, 0.02, 0.03];

/** A base time, then rows of an offset, three accelerations and three rates. */
function encode(base: number, rows: readonly (readonly number[])[]): Uint8Array {
  const bytes = new Uint8Array(8 + rows.length * 28);
  const view = new DataView(bytes.buffer);
  view.setFloat64(0, base, true);
  for (const [row, values] of rows.entries()) {
    for (const [column, value] of values.entries()) {
      view.setFloat32(8 + row * 28 + column * 4, value, true);
    }
  }
  return bytes;
}

/** Sends the bytes, which hold so many samples; they are answered as one batch is. */
async function answered(bytes: Uint8Array, samples: number): Promise<Detection> {
  const { session } = around;
  session.client.sendBinary(bytes);
  const answer = await session.expect(Detection);
  expect(answer.total_steps).toBe(around.counted);
  await around.expectUnharmed(samples);
  return answer;
}

describe('a binary frame is answered like a batch', () => {
  test('of one row', async () => {
    await answered(encode(around.sample().timestamp, [[0, ...STILL]]), 1);
  });

  test('of many rows', async () => {
    const base = around.sample().timestamp;
    const rows = Array.from({ length: 5 }, (_, i) => [i / 1000, ...STILL]);
    await answered(encode(base, rows), 5);
  });

  test('of 1000 rows', async () => {
    const session = await open(server);
    const rows = Array.from({ length: 1000 }, (_, i) => [i / 50, ...STILL]);
    session.client.sendBinary(encode(1e9, rows));
    expect((await session.expect(Detection)).total_predictions).toBe(1000);
    session.client.destroy();
  });

  test('with the magnitude of its last row', async () => {
    const base = around.sample().timestamp;
    const { prediction } = await answered(
      encode(base, [
        [0, ...STILL],
        [0.001, 3, 4, 0, 0, 0, 0],
      ]),
      2,
    );
    expect(prediction.movement_magnitude).toBe(5);
  });

  test('without a gyroscope', async () => {
    const row = [0, 0.1, 0.2, 9.8, Number.NaN, Number.NaN, Number.NaN];
    await answered(encode(around.sample().timestamp, [row]), 1);
  });

  test('in the units that are configured', async () => {
    const session = await open(server);
    await session.ask(ConfigureResponse, { action: 'configure', accel_unit: 'g' });
    session.client.sendBinary(encode(5, [[0, 0, 0, 1, 0, 0, 0]]));
    const { prediction } = await session.expect(Detection);
    expect(prediction.movement_magnitude).toBeCloseTo(9.80665, 3);
    session.client.destroy();
  });

  test('where the client asks for the subprotocol, too', async () => {
    const client = await connect(server.wsUrl, {
      headers: { 'Sec-WebSocket-Protocol': 'stepstream.v1' },
    });
    Started.parse(await client.next());
    client.sendBinary(encode(5, [[0, ...STILL]]));
    Detection.parse(await client.next());
    client.destroy();
  });
});

test.each([1, 7, 50, 1000])(
  'a walk in binary frames of %d has the steps that it has as JSON',
  async (size) => {
    // Single floats, for that is what a binary frame can carry; times on a grid that they hit.
    const walk = syntheticWalk().samples.map((sample, i) => {
      const entries = Object.entries(sample).map(([key, value]) => [key, Math.fround(value)]);
      return { ...(Object.fromEntries(entries) as typeof sample), timestamp: 2 ** 20 + i / 64 };
    });
    const [json, binary] = [await open(server), await open(server)];
    const told = await feed(json, walk, size);
    for (const [n, samples] of chunks(walk, size).entries()) {
      const base = samples[0]?.timestamp ?? 0;
      const rows = samples.map((sample) => [
        sample.timestamp - base,
        ...[sample.accel_x, sample.accel_y, sample.accel_z],
        ...[sample.gyro_x ?? 0, sample.gyro_y ?? 0, sample.gyro_z ?? 0],
      ]);
      binary.client.sendBinary(encode(base, rows));
      const { session_id: _, timestamp: __, ...answer } = await binary.expect(Detection);
      const { session_id: ___, timestamp: ____, ...expected } = told[n] as Detection;
      expect(answer).toEqual(expected);
    }
    expect(told.at(-1)?.total_steps).toBeGreaterThan(10);
    json.client.destroy();
    binary.client.destroy();
  },
);

describe('a binary frame that can not be read is an error', () => {
  const time = 1e6;
  const frames = {
    'no bytes': new Uint8Array(0),
    'half a base time': new Uint8Array(4),
    'a base time and no row': encode(time, []),
    'half a row': encode(time, [[0, ...STILL]]).subarray(0, 20),
    'a row and a byte': new Uint8Array([...encode(time, [[0, ...STILL]]), 0]),
    'a base time of NaN': encode(Number.NaN, [[0, ...STILL]]),
    'an endless base time': encode(Number.POSITIVE_INFINITY, [[0, ...STILL]]),
    'an offset of NaN': encode(time, [[Number.NaN, ...STILL]]),
    'accelerations of NaN': encode(time, [[0, Number.NaN, 0, 9.8, 0, 0, 0]]),
    'half a gyroscope': encode(time, [[0, 0, 0, 9.8, 0, Number.NaN, 0]]),
    'an impossible acceleration': encode(time, [[0, 0, 0, 1e9, 0, 0, 0]]),
    '1001 rows': encode(time, Array(1001).fill([0, ...STILL])),
    'four hundred kilobytes': new Uint8Array(400_000),
  };
  test.each(Object.entries(frames))('%s', async (_, bytes) => {
    around.session.client.sendBinary(bytes);
    await around.session.expect(ErrorMessage);
    await around.expectUnharmed();
  });

  test('a text in a binary frame is not a command', async () => {
    around.session.client.sendBinary(Buffer.from('{"action":"stop"}'));
    await around.session.expect(ErrorMessage);
    await around.expectUnharmed();
  });
});
