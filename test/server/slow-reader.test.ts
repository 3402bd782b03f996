import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { type StepstreamServer, startServer } from 'stepstream';
import { connect } from '../contract/raw-client.ts';

const SAMPLE = '{"accel_x":0.1,"accel_y":0.2,"accel_z":9.8,"gyro_x":0,"gyro_y":0,"gyro_z":0}';
/** Answers to so many fill every buffer on the way several times, but stay below the server's limit. */
const MANY = 9_000;

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

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await Bun.sleep(5);
}

describe('a client that reads late', () => {
  test('still gets every answer, and stop as the last', async () => {
    const before = server.registry.totalRequests;
    const client = await deafClient(MANY, '{"action":"stop"}');
    await until(() => server.registry.totalRequests === before + MANY + 1);
    client.resumeReading();
    const answers = await client.collect(MANY + 1);
    expect(answers[MANY - 1]).toMatchObject({ total_predictions: MANY });
    expect(answers[MANY]).toMatchObject({ type: 'stop_response' });
    expect((await client.closed).code).toBe(1000);
    expect(client.unread()).toEqual([]);
  });

  test('is told that it was terminated, after its answers', async () => {
    const before = server.registry.totalRequests;
    const client = await deafClient(MANY);
    await until(() => server.registry.totalRequests === before + MANY);
    const [session] = [...server.registry.sessions()];
    await fetch(`${server.url}/sessions/${session?.id}`, { method: 'DELETE' });
    client.resumeReading();
    const answers = await client.collect(MANY + 1);
    expect(answers.at(-1)).toMatchObject({ type: 'session_terminated' });
    expect((await client.closed).code).toBe(4410);
  });
});

test('a client that never reads is ended for it, and costs no more memory', async () => {
  const client = await deafClient(60_000);
  await until(() =>
    endings.some((entry) => (entry as { reason?: string }).reason === 'slow_reader'),
  );
  expect(server.registry.size).toBe(0);
  client.resumeReading();
  expect((await client.closed).code).toBe(4413);
});

test('a server that stops waits for those who still read', async () => {
  const own = startServer({ port: 0, logLevel: 'error' });
  const client = await connect(own.streamUrl);
  await client.next();
  client.stopReading();
  client.sendTogether(new Array<string>(MANY).fill(SAMPLE));
  await until(() => own.registry.totalRequests === MANY);
  const stopped = own.stop();
  client.resumeReading();
  expect((await client.collect(MANY)).at(-1)).toMatchObject({ total_predictions: MANY });
  expect((await client.closed).code).toBe(1001);
  await stopped;
});
