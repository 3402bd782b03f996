import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { type Bystanders, bystanders } from './bystanders.ts';
import { Detection, ErrorMessage } from './messages.ts';
import { type RunningServer, startServer } from './start-server.ts';

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

/** Sends the bytes; the answer is either kind, and neither harms anybody. */
async function answered(bytes: Uint8Array, samples: number): Promise<void> {
  const { session } = around;
  session.client.sendBinary(bytes);
  const message = await session.client.next();
  if (message['type'] === 'error') {
    ErrorMessage.parse(message);
    await around.expectUnharmed();
  } else {
    expect(Detection.parse(message).total_steps).toBe(around.counted);
    await around.expectUnharmed(samples);
  }
}

describe('a binary frame is answered, with samples or an error', () => {
  test('of one row', async () => {
    await answered(encode(around.sample().timestamp, [[0, ...STILL]]), 1);
  });

  test('of many rows', async () => {
    const base = around.sample().timestamp;
    const rows = Array.from({ length: 5 }, (_, i) => [i / 1000, ...STILL]);
    await answered(encode(base, rows), 5);
  });

  test('without a gyroscope', async () => {
    const row = [0, 0.1, 0.2, 9.8, Number.NaN, Number.NaN, Number.NaN];
    await answered(encode(around.sample().timestamp, [row]), 1);
  });
});

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
    'two megabytes': new Uint8Array(2_000_000),
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
