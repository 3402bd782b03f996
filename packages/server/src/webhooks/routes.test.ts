import { afterEach, beforeEach, expect, test } from 'bun:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DeadLetterList } from '@stepstream/protocol/schemas';
import { ConfigError } from '../config.ts';
import { createStepstream } from '../engine/create-stepstream.ts';
import type { StepstreamOptions } from '../engine/options.ts';
import type { Stepstream } from '../engine/stepstream.ts';
import { Receiver } from './testing/receiver.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const TOKEN = 'the-token-of-this-test';
const PATH = '/webhooks/dead-letters';

let receiver: Receiver;
const engines: Stepstream[] = [];
beforeEach(async () => {
  receiver = await Receiver.start();
});
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
  await receiver.stop();
});

function setUp(options: StepstreamOptions = { webhookUrl: receiver.url, webhookSecret: SECRET }) {
  const engine = createStepstream({ logLevel: 'silent', adminToken: TOKEN, ...options });
  engines.push(engine);
  const ask = async (path: string, method = 'GET', token = TOKEN) => {
    const headers = { authorization: `Bearer ${token}` };
    const request = new Request(`http://localhost${path}`, { method, headers });
    const response = (await engine.fetch(request)) as Response;
    return { status: response.status, body: await response.json() };
  };
  const list = async () => DeadLetterList.parse((await ask(PATH)).body);
  return { engine, ask, list };
}

test('dead letters are listed with what went wrong, and retried one by one or all', async () => {
  const { engine, ask, list } = setUp();
  receiver.answer = () => 410;
  engine.sessions.open({ userId: 'ann' });
  let found = await list();
  while (found.total < 1) {
    await nextTurn();
    found = await list();
  }
  const { origin } = new URL(receiver.url);
  expect(found).toMatchObject({
    endpoints: [{ endpoint: 1, origin, state: 'gone', waiting: 0, delivered: 0 }],
    dropped: 0,
    data: [{ endpoint: 1, type: 'session.started', payload: { data: { user_id: 'ann' } } }],
  });
  expect(JSON.stringify(found)).not.toContain('topsecret');

  const [letter] = found.data;
  const unknown = await ask(`${PATH}/msg_none/retry`, 'POST');
  expect(unknown).toMatchObject({ status: 404, body: { code: 'dead_letter_not_found' } });
  expect((await ask(`${PATH}/${letter?.id}/retry`, 'POST')).body).toEqual({ retried: 1 });
  while ((await list()).total < 1) await nextTurn();
  receiver.answer = () => 200;
  expect((await ask(`${PATH}/retry`, 'POST')).body).toEqual({ retried: 1 });
  while ((await list()).endpoints[0]?.delivered !== 1) await nextTurn();
  expect(await list()).toMatchObject({ total: 0, endpoints: [{ state: 'working', waiting: 0 }] });
});

test('where there are no webhooks, there is nothing to list or retry', async () => {
  const { ask } = setUp({});
  expect((await ask(PATH)).body).toEqual({ endpoints: [], total: 0, dropped: 0, data: [] });
  expect((await ask(`${PATH}/retry`, 'POST')).body).toEqual({ retried: 0 });
  expect((await ask(`${PATH}/msg_none/retry`, 'POST')).status).toBe(404);
});

test.each([
  [PATH, 'GET'],
  [`${PATH}/retry`, 'POST'],
  [`${PATH}/msg_none/retry`, 'POST'],
])('%s is for operators alone', async (path, method) => {
  const { ask } = setUp();
  expect((await ask(path, method, 'another-token-than-that')).status).toBe(401);
});

test('an engine that closes sends what is left, the end of its sessions included', async () => {
  const { engine } = setUp();
  engine.sessions.open({ userId: 'ann' });
  await engine.close();
  expect(receiver.told.sort()).toEqual(['session.ended ann', 'session.started ann']);
});

test.each<[string, StepstreamOptions]>([
  ['without a secret', { webhookUrl: 'https://a.example/' }],
  ['whose secret is none', { webhookUrl: 'https://a.example/', webhookSecret: 'topsecret' }],
  ['to what is no address', { webhookUrl: 'topsecret', webhookSecret: SECRET }],
  ['that could be read on their way', { webhookUrl: 'http://a.example/x', webhookSecret: SECRET }],
])('webhooks %s are refused, without telling what is secret', (_, options) => {
  try {
    createStepstream(options);
    throw new Error('it was taken');
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).not.toMatch(/topsecret|whsec_M/);
  }
});

test('webhooks that could be read on their way are taken where that is allowed', () => {
  setUp({ webhookUrl: 'http://a.example/', webhookSecret: SECRET, webhookAllowHttp: true });
});
