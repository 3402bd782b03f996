import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import type { ConnectOptions } from '@stepstream/client';
import {
  aMinute,
  closeTo,
  collect,
  createWorld,
  replay,
  stepsOf,
  until,
  type World,
} from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.stop());

/** A minute in three seconds; the two seconds between accidents shrink alike. */
const SPEED = 20;
/** Samples that are sent when all is quiet again. */
const LAST = 20;
const SAMPLES = aMinute();
const STEPS = stepsOf(SAMPLES);

/** What can happen to a link, each of which the client must get over. */
const ACCIDENTS = {
  'is cut': (w: World) => w.proxy.cut(),
  'loses its answers, and is cut': (w: World) => {
    w.proxy.loseAnswers();
    setTimeout(() => w.proxy.cut(), 40);
  },
  'swallows everything, and looks open': (w: World) => w.proxy.swallow(),
  'is closed on the server’s side, and looks open': (w: World) => w.proxy.halfOpen(),
  'is cut, late and slow': (w: World) => {
    w.proxy.delay = 5;
    w.proxy.cut();
  },
};

/** How samples go out, and what is answered. */
const MODES: [string, ConnectOptions][] = [
  ['binary frames, answers to steps', {}],
  ['JSON, an answer to every frame', { binary: false, replies: 'every_frame' }],
];

describe.each(MODES)('%s: a minute of replay', (_, mode) => {
  test.each(Object.entries(ACCIDENTS))(
    'over a link that %s every two seconds loses nothing, and counts nothing twice',
    async (_, happen) => {
      const client = world.connect({ ...mode, deadAfter: 100, connectTimeout: 500 });
      await until(() => client.state === 'open');
      const steps = collect(client, 'step');
      const updates = collect(client, 'update');
      const states = collect(client, 'state');
      const errors = collect(client, 'error');
      const accidents = setInterval(() => happen(world), 2000 / SPEED);
      try {
        await replay(client, SAMPLES.slice(0, -LAST), SPEED);
      } finally {
        clearInterval(accidents);
      }
      // Once the last accident is over: these get an answer, which tells what the server has.
      await Bun.sleep(100);
      for (const sample of SAMPLES.slice(-LAST)) client.send(sample);
      await client.drained();
      const takenIn = [...world.server.registry.sessions()].map(({ samples }) => samples);
      const { totalSteps, ...counters } = await client.stop();

      expect(errors).toEqual([]);
      expect(counters).toEqual({
        accepted: SAMPLES.length,
        delivered: SAMPLES.length,
        refused: 0,
        dropped: 0,
        queued: 0,
        inFlight: 0,
      });
      // Each sample is told once, in order, and the server counts as many.
      const told = updates.flatMap(({ samples }) => samples.map(({ timestamp }) => timestamp));
      expect(told).toEqual(SAMPLES.map(({ timestamp }) => timestamp));
      expect(takenIn).toEqual([SAMPLES.length]);
      const returns = states.filter(
        ({ state, resumed }) => state === 'open' && resumed !== undefined,
      );
      expect(returns.length).toBeGreaterThan(2);
      expect(returns.every(({ resumed }) => resumed)).toBe(true);
      // And the steps are those of a link that never failed, each told once, with its number.
      expect(steps.map(({ total: _, ...step }) => step)).toEqual(STEPS.map(closeTo));
      expect(steps.map(({ total }) => total)).toEqual(STEPS.map((_, i) => i + 1));
      expect(totalSteps).toBe(STEPS.length);
      expect(STEPS.length).toBeGreaterThan(80);
    },
  );
});

test('what does not fit into the queue is dropped, the oldest first, and reported exactly', async () => {
  const maxQueue = 400;
  const client = world.connect({ maxQueue });
  const errors = collect(client, 'error');
  await until(() => client.state === 'open');
  const before = SAMPLES.slice(0, 100);
  for (const sample of before) client.send(sample);
  await until(() => client.counters.delivered === before.length);

  world.proxy.refusing = true;
  world.proxy.cut();
  await until(() => client.state === 'offline');
  const during = SAMPLES.slice(100, 1600);
  for (const sample of during) client.send(sample);
  expect(client.counters).toMatchObject({ queued: maxQueue, dropped: during.length - maxQueue });
  world.proxy.refusing = false;
  await until(() => client.counters.queued === 0 && client.counters.inFlight === 0);
  const after = SAMPLES.slice(1600);
  for (const [i, sample] of after.entries()) {
    client.send(sample);
    if (i % 100 === 0) await until(() => client.counters.queued < maxQueue / 2);
  }
  const { totalSteps, ...counters } = await client.stop();

  const dropped = errors.filter(({ code }) => code === 'samples_dropped');
  expect(dropped.length).toBe(errors.length);
  expect(dropped.reduce((sum, { samples }) => sum + samples, 0)).toBe(during.length - maxQueue);
  expect(counters).toEqual({
    accepted: SAMPLES.length,
    delivered: SAMPLES.length - during.length + maxQueue,
    refused: 0,
    dropped: during.length - maxQueue,
    queued: 0,
    inFlight: 0,
  });
  expect(totalSteps).toBe(stepsOf([...before, ...during.slice(-maxQueue), ...after]).length);
});

test('requests survive a cut, and each is done once', async () => {
  const client = world.connect();
  const half = SAMPLES.length / 2;
  for (const sample of SAMPLES.slice(0, half)) client.send(sample);
  await until(() => client.counters.delivered === half);
  expect(client.totalSteps).toBeGreaterThan(10);

  // The server resets, and its answer is lost.
  world.proxy.loseAnswers();
  const reset = client.reset();
  for (const sample of SAMPLES.slice(half)) client.send(sample);
  const configured = client.configure({ confirm_after: 3 });
  const stats = client.stats();
  await Bun.sleep(60);
  world.proxy.cut();
  await reset;
  expect((await configured).confirm_after).toBe(3);
  expect((await stats).server.activeSessions).toBe(1);
  const { totalSteps } = await client.stop();
  expect(totalSteps).toBe(stepsOf(SAMPLES.slice(half)).length);
});
