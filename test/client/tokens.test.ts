import { expect, test } from 'bun:test';
import { connect, type StepstreamClient, type StepstreamError } from '@stepstream/client';
import {
  makeToken,
  SECRET,
  startGuarded,
  stopAfterEach,
  whenDone,
} from '../security/token-world.ts';

stopAfterEach();

/** A WebSocket like that of browsers, which takes no headers. */
class BrowserSocket extends WebSocket {
  constructor(url: string) {
    super(url);
  }
}

const SAMPLE = { accel_x: 0, accel_y: 0, accel_z: 9.8 };

/** A client that is closed after the test, with the states that it went through. */
function follow(client: StepstreamClient) {
  whenDone({ stop: () => client.stop({ signal: AbortSignal.abort() }) });
  const errors: string[] = [];
  const states: string[] = [];
  client.on('error', ({ code }: StepstreamError) => void errors.push(code));
  client.on('state', ({ state, code }) => void states.push(code ? `${state} ${code}` : state));
  const reached = async (state: string) => {
    while (!states.some((one) => one.startsWith(state))) await Bun.sleep(5);
  };
  return { client, errors, states, reached };
}

test.each([
  ['a header', undefined],
  ['the first message', BrowserSocket],
])('the client says its token in %s', async (_, Socket) => {
  const { streamUrl, registry } = startGuarded();
  const { client, errors } = follow(
    connect(streamUrl, { token: await makeToken(), ...(Socket && { WebSocket: Socket as never }) }),
  );
  client.send(SAMPLE);
  await client.drained();
  expect(client.counters).toMatchObject({ accepted: 1, delivered: 1 });
  expect(registry.ofUser('ann')).toBeDefined();
  await client.stop();
  expect(errors).toEqual([]);
});

test('a token that is wrong closes the client', async () => {
  const { streamUrl } = startGuarded();
  const { errors, states, reached } = follow(connect(streamUrl, { token: 'wrong' }));
  await reached('closed');
  expect(states.at(-1)).toBe('closed 4401');
  expect(errors).toEqual(['closed_by_server']);
});

test('a function is asked once more where its token has ended, and no third time', async () => {
  const { streamUrl } = startGuarded();
  let asked = 0;
  const { states, reached } = follow(
    connect(streamUrl, {
      minDelay: 1,
      token: async () => {
        asked++;
        return makeToken({ exp: -100 });
      },
    }),
  );
  await reached('closed');
  expect(asked).toBe(2);
  expect(states.at(-1)).toBe('closed 4401');
});

test('a function is asked before the token ends, and nothing of the stream is lost', async () => {
  const { streamUrl } = startGuarded();
  let asked = 0;
  const { client, errors, states } = follow(
    connect(streamUrl, {
      batchInterval: 0,
      token: async () => makeToken({ exp: asked++ === 0 ? 2 : 3600 }),
    }),
  );
  for (let i = 0; i < 300; i++) {
    client.send({ ...SAMPLE, timestamp: i / 100 });
    await Bun.sleep(10);
  }
  const { delivered, totalSteps } = await client.stop();
  expect({ delivered, totalSteps, asked, errors }).toEqual({
    delivered: 300,
    totalSteps: 0,
    asked: 2,
    errors: [],
  });
  expect(states).toEqual(['open', 'closed 1000']);
});

test('a function that fails is asked again, and its failures are told', async () => {
  const { streamUrl } = startGuarded();
  let asked = 0;
  const { client, errors } = follow(
    connect(streamUrl, {
      minDelay: 1,
      token: async () => {
        if (asked++ < 2) throw new Error('the app is offline');
        return makeToken();
      },
    }),
  );
  client.send(SAMPLE);
  await client.drained();
  expect(errors).toEqual(['token_unavailable', 'token_unavailable']);
});

test('a function that never answers is given up after a while', async () => {
  const { streamUrl } = startGuarded();
  let asked = 0;
  const { client, errors } = follow(
    connect(streamUrl, {
      minDelay: 1,
      connectTimeout: 100,
      token: () => (asked++ === 0 ? new Promise<string>(() => {}) : makeToken()),
    }),
  );
  client.send(SAMPLE);
  await client.drained();
  expect(errors).toEqual(['token_unavailable']);
});

test('a token is of no harm where nobody wants one', async () => {
  const { streamUrl } = startGuarded({
    auth: 'none',
    authSecret: '',
    authIssuer: '',
    authAudience: '',
  });
  for (const Socket of [WebSocket, BrowserSocket]) {
    const { client, errors } = follow(
      connect(streamUrl, { token: SECRET, WebSocket: Socket as never }),
    );
    client.send(SAMPLE);
    await client.drained();
    expect((await client.stats()).session.requests).toBeGreaterThan(0);
    await client.stop();
    expect(errors).toEqual([]);
  }
});
