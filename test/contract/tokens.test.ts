import { afterAll, beforeAll, expect, test } from 'bun:test';
import { createToken } from 'stepstream';
import { type RunningServer, startServer } from './start-server.ts';

const SECRET = 'a-secret-of-this-contract-which-is-long-enough';
const SAMPLE = { accel_x: 0, accel_y: 0, accel_z: 9.8 };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer(['--auth', 'token', '--auth-secret', SECRET, '--admin', 'token']);
});
afterAll(() => server.stop());

const tokenOf = (userId: string, seconds = 600) =>
  createToken(
    { userId, expiresAt: Math.floor(Date.now() / 1000) + seconds },
    { secret: SECRET, issuer: '', audience: '' },
  );

/** What a socket is told until it is closed, or until a message of this type. */
function told(socket: WebSocket, until = ''): Promise<string[]> {
  const types: string[] = [];
  return new Promise((resolve) => {
    socket.onmessage = ({ data }) => {
      const { type } = JSON.parse(String(data)) as { readonly type: string };
      types.push(type);
      if (type === until) resolve(types);
    };
    socket.onclose = ({ code }) => resolve([...types, String(code)]);
  });
}

const withHeader = (token: string) => {
  const options = { headers: { authorization: `Bearer ${token}` } };
  return new WebSocket(server.wsUrl, options as never);
};

test('a token in the header, in the address, or said first begins the session of its user', async () => {
  const [ann, bob, cid] = await Promise.all([tokenOf('ann'), tokenOf('bob'), tokenOf('cid')]);
  const sayingFirst = () => {
    const socket = new WebSocket(server.wsUrl);
    socket.onopen = () => socket.send(JSON.stringify({ action: 'authenticate', token: ann }));
    return socket;
  };
  for (const open of [
    sayingFirst,
    () => withHeader(bob),
    () => new WebSocket(`${server.wsUrl}/cid?access_token=${cid}`),
  ]) {
    const socket = open();
    expect(await told(socket, 'session_started')).toEqual(['session_started']);
    const answer = told(socket, 'step_detection');
    socket.send(JSON.stringify(SAMPLE));
    expect(await answer).toEqual(['step_detection']);
    socket.close();
  }
});

test('no token, a wrong one, one that has ended, and another user are refused', async () => {
  const nobody = new WebSocket(server.wsUrl);
  nobody.onopen = () => nobody.send(JSON.stringify(SAMPLE));
  expect(await told(nobody)).toEqual(['4401']);
  expect(await told(withHeader('wrong'))).toEqual(['4401']);
  expect(await told(withHeader(await tokenOf('ann', -60)))).toEqual(['4401']);
  const other = `${server.wsUrl}/bob?access_token=${await tokenOf('ann')}`;
  expect(await told(new WebSocket(other))).toEqual(['4403']);
  const push = await fetch(`${server.httpUrl}/ingest/sensor-logger`, {
    method: 'POST',
    body: '{}',
  });
  expect(push.status).toBe(401);
});

test('a session ends with its token, unless it is renewed', async () => {
  const ended = withHeader(await tokenOf('ann', 2));
  expect(await told(ended)).toEqual(['session_started', 'token_expiring', '4401']);
  const socket = withHeader(await tokenOf('ann', 4));
  await told(socket, 'token_expiring');
  const renewed = told(socket, 'step_detection');
  socket.send(JSON.stringify({ action: 'authenticate', token: await tokenOf('ann') }));
  socket.send(JSON.stringify(SAMPLE));
  expect(await renewed).toEqual(['authenticate_response', 'step_detection']);
  socket.close();
});

test('a user reads the own history, and no operator’s calls', async () => {
  const headers = { authorization: `Bearer ${await tokenOf('ann')}` };
  const statuses = ['/users/ann/steps', '/users/bob/steps', '/users', '/sessions'].map(
    async (path) => (await fetch(server.httpUrl + path, { headers })).status,
  );
  expect(await Promise.all(statuses)).toEqual([200, 403, 403, 403]);
  expect((await fetch(`${server.httpUrl}/sessions`)).status).toBe(401);
});
