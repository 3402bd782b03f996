/** The client library over servers that are killed: each step is told once, and is in the history once. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectOptions, connect, type StepstreamClient } from '@stepstream/client';
import { FaultyLink } from '@stepstream/testing/faulty-link';
import { aMinute, closeTo, collect, impatient, replay, stepsOf, until } from '../client/world.ts';
import { type DurableServer, SERVE, startDurable } from './durable-server.ts';

// Servers are started again and again, on machines that may be busy.
setDefaultTimeout(180_000);

const SAMPLES = aMinute();
const STEPS = stepsOf(SAMPLES);
/** A minute in six seconds. */
const SPEED = 10;
const KILLS = 4;

let folder: string;
let server: DurableServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepstream-client-'));
  server = await startDurable(SERVE, {
    STORE: `sqlite:${join(folder, 'steps.db')}`,
    CHECKPOINT_INTERVAL: '0.5',
    LOG_LEVEL: 'error',
  });
});
afterAll(async () => {
  await server.kill();
  await rm(folder, { recursive: true, force: true });
});

/** Kills the server, and starts it again, some times; in between it lives for a random while. */
async function killAgainAndAgain(client: StepstreamClient): Promise<void> {
  const states = collect(client, 'state');
  for (let i = 0; i < KILLS; i++) {
    await Bun.sleep(200 + 1500 * Math.random());
    await server.kill();
    states.length = 0;
    await server.start();
    await until(() => states.some(({ state }) => state === 'open'), 'the client to be back');
  }
}

/** The steps that the history has of a user. */
async function historyOf(user: string, { ask }: DurableServer = server): Promise<number> {
  const query = `start=${Date.now() / 1000 - 3600}&end=${Date.now() / 1000 + 3600}`;
  const answer = await ask(`/users/${user}/steps?${query}`);
  return ((await answer.json()) as { readonly total: number }).total;
}

const MODES: readonly [string, ConnectOptions, number | undefined][] = [
  ['binary frames, answers to steps', {}, undefined],
  ['JSON, an answer to every frame', { binary: false, replies: 'every_frame' }, undefined],
  ['a link that is cut on top', {}, 300],
];

describe('a minute of replay over a server that is killed again and again', () => {
  test.each(MODES)('with %s loses nothing, and counts nothing twice', async (name, mode, cuts) => {
    const user = name.replaceAll(/\W/g, '-');
    const link = await FaultyLink.start(server.httpUrl);
    const client = connect(link.streamUrl, { ...impatient, ...mode, user });
    const steps = collect(client, 'step');
    const errors = collect(client, 'error');
    const states = collect(client, 'state');
    const cutting = cuts && setInterval(() => link.cut(), cuts);
    try {
      await until(() => client.state === 'open');
      await Promise.all([replay(client, SAMPLES, SPEED), killAgainAndAgain(client)]);
      clearInterval(cutting);
      const { totalSteps, ...counters } = await client.stop();

      expect(errors).toEqual([]);
      expect(counters).toMatchObject({ accepted: SAMPLES.length, delivered: SAMPLES.length });
      expect(steps.map(({ total: _, ...step }) => step)).toEqual(STEPS.map(closeTo));
      expect(steps.map(({ total }) => total)).toEqual(STEPS.map((_, i) => i + 1));
      expect(totalSteps).toBe(STEPS.length);
      expect(await historyOf(user)).toBe(STEPS.length);
      const returns = states.filter(({ resumed }) => resumed !== undefined);
      expect(returns.length).toBeGreaterThanOrEqual(KILLS);
    } finally {
      clearInterval(cutting);
      await client.stop({ signal: AbortSignal.abort() });
      await link.stop();
    }
  });
});

test('a server that is killed before it has saved anything gets the whole session again', async () => {
  const patient = await startDurable(SERVE, {
    STORE: `sqlite:${join(folder, 'late.db')}`,
    CHECKPOINT_INTERVAL: '60',
    LOG_LEVEL: 'error',
  });
  try {
    const client = connect(patient.wsUrl, { ...impatient, user: 'early' });
    const states = collect(client, 'state');
    const steps = collect(client, 'step');
    const half = SAMPLES.length / 2;
    for (const sample of SAMPLES.slice(0, half)) client.send(sample);
    await until(() => client.counters.delivered === half);
    await patient.kill();
    await patient.start();
    for (const sample of SAMPLES.slice(half)) client.send(sample);
    const { totalSteps } = await client.stop();
    expect(states.filter(({ resumed }) => resumed === false).length).toBe(1);
    expect(steps.map(({ total: _, ...step }) => step)).toEqual(STEPS.map(closeTo));
    expect(totalSteps).toBe(STEPS.length);
  } finally {
    await patient.kill();
  }
});

test('a client that is told to stop while its server is away comes back to say so', async () => {
  const settings = { STORE: `sqlite:${join(folder, 'away.db')}`, CHECKPOINT_INTERVAL: '60' };
  const own = await startDurable(SERVE, { ...settings, LOG_LEVEL: 'error' });
  try {
    const client = connect(own.wsUrl, { ...impatient, user: 'away' });
    for (const sample of SAMPLES) client.send(sample);
    // All is answered, and nothing saved.
    await until(() => client.counters.delivered === SAMPLES.length);
    await own.kill();
    await until(() => client.state !== 'open');
    const stopping = client.stop();
    await own.start();
    const { totalSteps } = await stopping;
    expect(totalSteps).toBe(STEPS.length);
    expect(await historyOf('away', own)).toBe(STEPS.length);
  } finally {
    await own.kill();
  }
});

test('what was stopped is in the history, though the server is killed at once', async () => {
  const settings = { STORE: `sqlite:${join(folder, 'stopped.db')}`, CHECKPOINT_INTERVAL: '60' };
  const own = await startDurable(SERVE, { ...settings, LOG_LEVEL: 'error' });
  try {
    const client = connect(own.wsUrl, { ...impatient, user: 'done' });
    for (const sample of SAMPLES) client.send(sample);
    const { totalSteps } = await client.stop();
    await own.kill();
    await own.start();
    expect(totalSteps).toBe(STEPS.length);
    expect(await historyOf('done', own)).toBe(STEPS.length);
  } finally {
    await own.kill();
  }
});
