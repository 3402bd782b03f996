import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { type StepstreamServer, startServer } from 'stepstream';
import { connect } from '../contract/raw-client.ts';

const SAMPLE = '{"accel_x":0.1,"accel_y":0.2,"accel_z":9.8,"gyro_x":0,"gyro_y":0,"gyro_z":0}';
/** Answers to so many fill every buffer on the way, and more: the server stops to serve until they are read. */
const MANY = 20_000;
/** Answers to so many wait on the way, and are less than the server waits for. */
const FEW = 4_000;

let server: StepstreamServer;
const endings: unknown[] = [];
beforeAll(() => {
  const log = (entry: unknown) => void endings.push(entry);
  server = startServer({ port: 0, logger: { info: log, warn: log, error: log } as never });
});
afterAll(() => server.stop());

/** A client that has sent many samples and read none of the answers. */
async function deafClient(samples: number, last?: string) {
  const client = await connect(server.streamUrl);
  await client.next();
  client.stopReading();
  const frames = new Array<string>(samples).fill(SAMPLE);
  client.sendTogether(last === undefined ? frames : [...frames, last]);
  return client;
}

/** Resolves when the server has served all that it will for now. */
async function untilNothingMoves(): Promise<void> {
  for (let before = -1; before !== server.registry.totalRequests; ) {
    before = server.registry.totalRequests;
    await Bun.sleep(200);
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await Bun.sleep(5);
}

describe('a client that reads late', () => {
  test('still gets every answer, and stop as the last', async () => {
    const before = server.registry.totalRequests;
    const client = await deafClient(MANY, '{"action":"stop"}');
    await untilNothingMoves();
    expect(server.registry.totalRequests).toBeWithin(before + 1, before + MANY);
    client.resumeReading();
    const answers = await client.collect(MANY + 1);
    expect(answers[MANY - 1]).toMatchObject({ total_predictions: MANY });
    expect(answers[MANY]).toMatchObject({ type: 'stop_response' });
    expect((await client.closed).code).toBe(1000);
    expect(client.unread()).toEqual([]);
  });

  test('is told that it was terminated, after its answers', async () => {
    const client = await deafClient(MANY);
    await untilNothingMoves();
    const [session] = [...server.registry.sessions()];
    await fetch(`${server.url}/sessions/${session?.id}`, { method: 'DELETE' });
    client.resumeReading();
    expect((await client.closed).code).toBe(4410);
    const answers = client.unread();
    expect(answers.length).toBeGreaterThan(1000);
    expect(answers.at(-1)).toMatchObject({ type: 'session_terminated' });
  });
});

test('a client that never reads is served no more than it could take, and ended for it', async () => {
  const before = server.registry.totalRequests;
  const client = await deafClient(60_000);
  await until(() =>
    endings.some((entry) => (entry as { reason?: string }).reason === 'slow_reader'),
  );
  expect(server.registry.size).toBe(0);
  expect(server.registry.totalRequests - before).toBeLessThan(60_000);
  client.resumeReading();
  // Who reads on too late finds the connection cut.
  expect([4413, 1006]).toContain((await client.closed).code);
});

test('a server that stops waits for those who still read', async () => {
  const own = startServer({ port: 0, logLevel: 'error' });
  const client = await connect(own.streamUrl);
  await client.next();
  client.stopReading();
  client.sendTogether(new Array<string>(FEW).fill(SAMPLE));
  await until(() => own.registry.totalRequests === FEW);
  const stopped = own.stop();
  client.resumeReading();
  expect((await client.collect(FEW)).at(-1)).toMatchObject({ total_predictions: FEW });
  expect((await client.closed).code).toBe(1001);
  await stopped;
});
