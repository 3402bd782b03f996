import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { z } from 'zod';
import { AnyMessage, ConfigureResponse, Detection, Started } from './messages.ts';
import { connect, type Json, type RawClient } from './raw-client.ts';
import { batch, chunks, SAMPLE } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { inOtherUnits, type Sample, syntheticWalk } from './synthetic-walk.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const Hint = AnyMessage.extend({
  type: z.literal('hint'),
  code: z.string(),
  message: z.string().min(1),
});

const NEW_CLIENT = { headers: { 'Sec-WebSocket-Protocol': 'stepstream.v1' } };

const walk = syntheticWalk({ walkSeconds: 10 }).samples;
const inG = walk.map(inOtherUnits);
const withoutGravity = syntheticWalk({ walkSeconds: 10, linear: true }).samples;
const tooStrong = walk.map((one) => ({
  ...one,
  accel_x: 5 * one.accel_x,
  accel_y: 5 * one.accel_y,
  accel_z: 5 * one.accel_z,
}));
const slow = Array.from({ length: 60 }, (_, i) => ({ ...SAMPLE, timestamp: 7.5 + i / 5 }));

async function open(options?: typeof NEW_CLIENT): Promise<RawClient> {
  const client = await connect(server.wsUrl, options);
  Started.parse(await client.next());
  return client;
}

/** Sends samples in batches; returns the hints that came between as many answers. */
async function hintsFor(client: RawClient, samples: readonly Sample[]): Promise<Json[]> {
  const frames = chunks(samples, 20).map(batch);
  client.sendTogether(frames);
  const hints: Json[] = [];
  for (let answers = 0; answers < frames.length; ) {
    const message = await client.next();
    if (message['type'] === 'hint') {
      hints.push(Hint.parse(message));
    } else {
      Detection.parse(message);
      answers++;
    }
  }
  expect(client.unread()).toEqual([]);
  return hints;
}

describe('a client that speaks stepstream.v1 hears once what its signal can not be', () => {
  test.each([
    ['looks_like_g', inG],
    ['looks_like_no_gravity', withoutGravity],
    ['too_strong', tooStrong],
    ['rate_too_low', slow],
  ])('%s', async (code, samples) => {
    const client = await open(NEW_CLIENT);
    const hints = await hintsFor(client, samples);
    expect(hints.map((hint) => hint['code'])).toEqual([code]);
    client.destroy();
  });

  test('and nothing where all is well', async () => {
    const client = await open(NEW_CLIENT);
    expect(await hintsFor(client, walk)).toEqual([]);
    client.destroy();
  });
});

test('a client that knows only the first part of the contract hears none', async () => {
  const client = await open();
  for (const samples of [inG, slow]) expect(await hintsFor(client, samples)).toEqual([]);
  client.destroy();
});

test('a client that has configured something hears them', async () => {
  const client = await open();
  client.send({ action: 'configure', confirm_after: 3 });
  ConfigureResponse.parse(await client.next());
  expect((await hintsFor(client, inG)).map((hint) => hint['code'])).toEqual(['looks_like_g']);
  client.destroy();
});

test('a client that follows a hint hears no other', async () => {
  const client = await open(NEW_CLIENT);
  expect((await hintsFor(client, inG)).length).toBe(1);
  client.send({ action: 'configure', accel_unit: 'g', gyro_unit: 'deg/s' });
  ConfigureResponse.parse(await client.next());
  const later = inG.map((one) => ({ ...one, timestamp: one.timestamp + 100 }));
  expect(await hintsFor(client, later)).toEqual([]);
  client.destroy();
});
