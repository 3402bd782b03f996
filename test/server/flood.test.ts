import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { Detection, StatsResponse } from '../contract/messages.ts';
import { frame, OPCODE, type RawClient } from '../contract/raw-client.ts';
import { batch, open, SAMPLE, type Session } from '../contract/session.ts';
import { type RunningServer, startServer } from '../contract/start-server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** The answers to so many fit into what waits for a client that does not read for now. */
const LONE = 5_000;

const samples = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ ...SAMPLE, timestamp: i / 50 }));

function binary(rows: number): Buffer {
  const view = new DataView(new ArrayBuffer(8 + 28 * rows));
  for (let i = 0; i < rows; i++) {
    view.setFloat32(8 + 28 * i, i / 50, true);
    view.setFloat32(8 + 28 * i + 12, 9.8, true);
  }
  return frame(OPCODE.binary, new Uint8Array(view.buffer));
}

const FLOODS: Record<string, { readonly frames: number; readonly bytes: Buffer }> = {
  'binary frames of 1000 samples': {
    frames: 300,
    bytes: Buffer.concat(Array<Buffer>(300).fill(binary(1000))),
  },
  'JSON batches of 1000 samples': {
    frames: 100,
    bytes: Buffer.concat(
      Array<Buffer>(100).fill(frame(OPCODE.text, JSON.stringify(batch(samples(1000))))),
    ),
  },
  'lone samples': {
    frames: LONE,
    bytes: Buffer.concat(samples(LONE).map((sample) => frame(OPCODE.text, JSON.stringify(sample)))),
  },
};

/** What one read from a socket may bring. */
const READ_BYTES = 512 * 1024;

/** On a busy machine this process may come too late to ask in between; then it tries again. */
const ATTEMPTS = 8;

describe.each(Object.entries(FLOODS))('a flood of %s', (_, flood) => {
  test('is all answered, and its neighbour is served in between, again and again', async () => {
    // Served whole reads at a time, it leaves room for one answer between two of them.
    const reads = flood.bytes.length / READ_BYTES;
    let between = 0;
    for (let i = 0; i < ATTEMPTS && between <= reads; i++) between = await answersBetween(flood);
    expect(between).toBeGreaterThan(reads);
  });
});

/** Answers that a neighbour gets while a flood is served, which must have all of its own. */
async function answersBetween({ frames, bytes }: (typeof FLOODS)[string]): Promise<number> {
  const [flooder, neighbour] = [await open(server), await open(server)];
  const before = await served(neighbour);
  // What it is answered waits in the sockets: this process has time for the neighbour alone.
  flooder.client.stopReading();
  flooder.client.sendRaw(bytes);
  let between = 0;
  while ((await served(neighbour)) < before + frames) between++;
  flooder.client.resumeReading();
  await collectAll(flooder.client, frames);
  await expectServed(flooder, frames);
  for (const session of [flooder, neighbour]) session.client.destroy();
  return between;
}

test('two that flood are both served, and so is a third that does not', async () => {
  const { frames, bytes } = FLOODS['lone samples'] as (typeof FLOODS)[string];
  const sessions = [await open(server), await open(server)];
  for (const { client } of sessions) client.sendRaw(bytes);
  const quiet = await open(server);
  for (let i = 0; i < 20; i++) await quiet.ask(Detection, SAMPLE);
  for (const session of sessions) {
    await collectAll(session.client, frames);
    await expectServed(session, frames);
    session.client.destroy();
  }
  quiet.client.destroy();
});

test('what a client sent before its stop is answered, however much it was, and the stop last', async () => {
  const { client } = await open(server);
  const { frames, bytes } = FLOODS['lone samples'] as (typeof FLOODS)[string];
  client.sendRaw(Buffer.concat([bytes, frame(OPCODE.text, '{"action":"stop"}')]));
  await collectAll(client, frames);
  expect(await client.next()).toMatchObject({ type: 'stop_response' });
  expect((await client.closed).code).toBe(1000);
});

test('a client that floods and goes away harms nobody', async () => {
  const { bytes } = FLOODS['lone samples'] as (typeof FLOODS)[string];
  for (let i = 0; i < 5; i++) {
    const { client } = await open(server);
    client.sendRaw(bytes);
    await client.next();
    client.destroy();
  }
  const session = await open(server);
  await session.ask(Detection, SAMPLE);
  session.client.destroy();
});

/** Asks, as a neighbour of whoever floods, how many frames the server has served. */
async function served(neighbour: Session): Promise<number> {
  const { server_stats } = await neighbour.ask(StatsResponse, { action: 'stats' });
  return server_stats.total_server_requests - neighbourFrames++;
}
let neighbourFrames = 1;

/** Reads so many detections, whose counts must grow from one to the next. */
async function collectAll(client: RawClient, count: number): Promise<void> {
  let before = 0;
  for (let i = 0; i < count; i++) {
    const { total_predictions } = await client.next(60_000);
    expect(Number(total_predictions)).toBeGreaterThan(before);
    before = Number(total_predictions);
  }
}

async function expectServed(session: Session, frames: number): Promise<void> {
  const { user_stats } = await session.ask(StatsResponse, { action: 'stats' });
  expect(user_stats.total_requests).toBe(frames + 1);
}
