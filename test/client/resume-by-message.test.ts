import { afterEach, expect, test } from 'bun:test';
import { type ConnectOptions, connect } from '@stepstream/client';
import { makeToken, startGuarded, stopAfterEach, whenDone } from '../security/token-world.ts';
import { createWorld, impatient, until } from './world.ts';

stopAfterEach();

const SAMPLE = { accel_x: 0, accel_y: 0, accel_z: 9.8 };

/** The sockets of a test, with where they went. Bun can cut one, as a network does. */
const sockets: Recorded[] = [];
class Recorded extends WebSocket {
  readonly address: string;

  /** Takes no headers, like that of browsers. */
  constructor(url: string) {
    super(url);
    this.address = url;
    sockets.push(this);
  }

  cut(): void {
    (this as unknown as { terminate(): void }).terminate();
  }
}
afterEach(() => sockets.splice(0));

const options: ConnectOptions = { ...impatient, WebSocket: Recorded as never };

test('a client that was cut off resumes, and its resume token is in no address', async () => {
  const world = whenDone(await createWorld());
  const client = world.connect(options);
  client.send(SAMPLE);
  await client.drained();
  const session = client.session?.id;
  world.proxy.cut();
  await until(() => client.state === 'open' && sockets.length === 2, 'the second connection');
  client.send(SAMPLE);
  await client.drained();
  expect(client.session?.id).toBe(`${session}`);
  expect(client.counters).toMatchObject({ accepted: 2, delivered: 2, dropped: 0 });
  expect(sockets.map(({ address }) => new URL(address).searchParams.get('resume'))).toEqual([
    null,
    'message',
  ]);
});

test('the next page does so, too', async () => {
  const world = whenDone(await createWorld());
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem() {},
  };
  const first = world.connect({ ...options, storage });
  first.send(SAMPLE);
  await first.drained();
  const second = world.connect({ ...options, storage });
  await until(() => second.session !== undefined, 'the greeting');
  expect(second.session?.id).toBe(`${first.session?.id}`);
  expect(sockets[1]?.address).toContain('?resume=message');
});

test('a client that says who it is by message says both', async () => {
  const { streamUrl, registry } = startGuarded();
  const client = connect(streamUrl, { ...options, token: () => makeToken() });
  whenDone({ stop: () => client.stop({ signal: AbortSignal.abort() }) });
  client.send(SAMPLE);
  await client.drained();
  const id = registry.ofUser('ann')?.id;
  sockets[0]?.cut();
  await until(() => client.state === 'open' && sockets.length === 2, 'the second connection');
  client.send(SAMPLE);
  await client.drained();
  expect(registry.ofUser('ann')).toMatchObject({ id, samples: 2 });
  expect(sockets[1]?.address).toContain('?resume=message');
});
