import { afterEach, describe, expect, test } from 'bun:test';
import { TestClient } from '@stepstream/testing/client';
import { type ServerOptions, type StepstreamServer, startServer } from 'stepstream';

const SAMPLE = { accel_x: 0.1, accel_y: 0.2, accel_z: 9.8 };
const batch = (count: number) => ({ samples: new Array(count).fill(SAMPLE) });

let server: StepstreamServer;
const start = (options: ServerOptions) => {
  server = startServer({ port: 0, logLevel: 'silent', ...options });
};
afterEach(() => server.stop());

/** How a connection ends that gets no session. */
function refusal(path = ''): Promise<CloseEvent> {
  const socket = new WebSocket(`${server.streamUrl}${path}`);
  return new Promise((resolve, reject) => {
    socket.onmessage = ({ data }) => reject(new Error(`there is a session: ${data}`));
    socket.onclose = resolve;
  });
}

describe('with two sessions at most', () => {
  test('a third is told to try again later, and has room once one is gone', async () => {
    start({ maxSessions: 2 });
    const first = await TestClient.connect(server.streamUrl);
    const second = await TestClient.connect(server.streamUrl);
    expect(await refusal()).toMatchObject({ code: 1013, reason: 'server_full' });
    expect(server.registry.size).toBe(2);
    expect((await first.ask(SAMPLE)).type).toBe('step_detection');
    first.close();
    await first.closed;
    while (server.registry.size > 1) await Bun.sleep(5);
    const third = await TestClient.connect(server.streamUrl);
    expect((await third.ask(SAMPLE)).type).toBe('step_detection');
    for (const client of [second, third]) client.close();
  });

  test('a user who connects anew replaces their session, and needs no room', async () => {
    start({ maxSessions: 2 });
    const old = await TestClient.connect(`${server.streamUrl}/ann`);
    await TestClient.connect(`${server.streamUrl}/bob`);
    expect(await refusal('/carl')).toMatchObject({ code: 1013 });
    await TestClient.connect(`${server.streamUrl}/ann`);
    expect((await old.closed).code).toBe(4409);
    expect(server.registry.size).toBe(2);
  });
});

test('a phone that pushes needs room for its session, too', async () => {
  start({ maxSessions: 1 });
  const client = await TestClient.connect(server.streamUrl);
  const push = () =>
    fetch(`${server.url}/ingest/sensor-logger`, {
      method: 'POST',
      body: JSON.stringify({
        messageId: 0,
        sessionId: 'walk',
        deviceId: 'phone',
        payload: [{ name: 'accelerometer', time: 1e18, values: { x: 0, y: 0, z: 9.8 } }],
      }),
    });
  const refused = await push();
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'server_full' });
  client.close();
  await client.closed;
  while (server.registry.size > 0) await Bun.sleep(5);
  expect((await push()).status).toBe(200);
  // It has its session now, and needs no more room.
  expect((await push()).status).toBe(200);
});

describe('with 100 samples a second at most', () => {
  test('what is too much is refused and not counted, and the session lives on', async () => {
    start({ maxRate: 100 });
    const client = await TestClient.connect(server.streamUrl);
    expect(await client.ask(batch(1000))).toMatchObject({ total_predictions: 1000 });
    const refused = await client.ask(batch(1000));
    expect(refused).toMatchObject({ type: 'error', code: 'rate_limited' });
    expect((refused as { error: string }).error).toContain('100 samples a second');
    expect((await client.ask({ action: 'stats' })).type).toBe('stats_response');
    // Ten milliseconds bring one sample.
    await Bun.sleep(50);
    expect(await client.ask(SAMPLE)).toMatchObject({ total_predictions: 1001 });
    client.close();
  });

  test('a client that never slows down is closed with 4429', async () => {
    start({ maxRate: 1 });
    const client = await TestClient.connect(server.streamUrl);
    for (let i = 0; i < 2000; i++) client.send(batch(900));
    expect((await client.closed).code).toBe(4429);
    expect(client.messages.filter((m) => m.type === 'error').length).toBe(1000);
  });

  test('and another session has its own allowance', async () => {
    start({ maxRate: 100 });
    const [one, other] = [
      await TestClient.connect(server.streamUrl),
      await TestClient.connect(server.streamUrl),
    ];
    await one.ask(batch(1000));
    expect((await one.ask(batch(1000))).type).toBe('error');
    expect((await other.ask(batch(1000))).type).toBe('step_detection');
    for (const client of [one, other]) client.close();
  });
});
