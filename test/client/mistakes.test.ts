import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { connect } from '@stepstream/client';
import { aMinute, collect, createWorld, until, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.stop());

const _SAMPLES = aMinute();
const STILL = { accel_x: 0.1, accel_y: 0.2, accel_z: 9.8 };

describe('what is wrong is told at once', () => {
  test.each([
    [{ ...STILL, accel_x: Number.NaN }, 'accel_x must be a finite number'],
    [{ ...STILL, gyro_x: 1 }, 'gyro_y must be a finite number'],
    [{ ...STILL, accel_z: 2000 }, 'check the units'],
    [{ ...STILL, timestamp: Date.now() }, 'timestamp must be a number of seconds'],
    [{ ...STILL, accel_y: '0' as unknown as number }, 'accel_y must be a finite number'],
  ])('%j', async (sample, message) => {
    const client = world.connect();
    expect(() => client.send(sample)).toThrow(message);
    client.send(STILL);
    await until(() => client.counters.delivered === 1);
    expect(client.counters.accepted).toBe(1);
    expect(() => client.send({ ...STILL, timestamp: 1 })).toThrow('All samples need a timestamp');
  });

  test('a setting that is none', async () => {
    const client = world.connect({ settings: { accel_unit: 'furlong' as 'g' } });
    const errors = collect(client, 'error');
    await until(() => errors.length > 0);
    expect(errors[0]?.code).toBe('invalid_value');
    expect(client.configure({ replies: 'steps' } as object)).rejects.toMatchObject({
      code: 'invalid_value',
    });
    expect(client.configure({ confirm_after: 99 })).rejects.toMatchObject({
      code: 'invalid_value',
    });
    await client.configure({ accel_unit: 'g' });
    expect(() => client.send({ ...STILL, accel_z: 150 })).toThrow('check the units');
  });

  test('an option out of its range, an address that is none', () => {
    expect(() => connect(world.proxy.streamUrl, { maxBatch: 1001 })).toThrow(
      'maxBatch must be a number from 1 to 1000',
    );
    expect(() => connect('nowhere')).toThrow();
  });

  test('a runtime without WebSocket', () => {
    const own = globalThis.WebSocket;
    try {
      (globalThis as { WebSocket?: unknown }).WebSocket = undefined;
      expect(() => connect(world.proxy.streamUrl)).toThrow('pass it: connect(url, { WebSocket })');
    } finally {
      globalThis.WebSocket = own;
    }
  });
});
