import { describe, expect, test } from 'bun:test';
import { countSteps } from '@stepstream/analysis';
import { accel, accelInG, gravity, linear, samples, WALK } from '@stepstream/formats/testing';
import type { PushAnswer } from '@stepstream/protocol';
import { ManualClock } from '../session/testing/manual-clock.ts';
import {
  IPHONE,
  MESSAGES,
  model,
  pushAll,
  sessions,
  start,
  stopServerAfterEach,
} from './testing/push-server.ts';
import { type PushMessage, pushesOf } from './testing/pushes.ts';

stopServerAfterEach();
const STEPS = countSteps({ ...WALK }, { model }).length;

describe('a phone that pushes counts as its recording would', () => {
  const sensors: Record<string, Parameters<typeof pushesOf>[0]> = {
    'acceleration and gravity apart': IPHONE,
    'total acceleration': [
      ['totalacceleration', accel],
      ['accelerometer', linear],
    ],
    'uncalibrated, in g': [['accelerometeruncalibrated', accelInG]],
    'uncalibrated, in m/s²': [['accelerometeruncalibrated', accel]],
    'gravity at a lower rate': [
      ['accelerometer', linear],
      ['gravity', gravity, samples(5)],
    ],
  };
  test.each(Object.entries(sensors))('%s', async (_, parts) => {
    start();
    const answers = await pushAll(pushesOf(parts));
    const last = answers.at(-1);
    expect(Math.abs((last?.total_steps ?? 0) - STEPS)).toBeLessThanOrEqual(1);
    expect(answers.flatMap(({ steps }) => steps)).toHaveLength(last?.total_steps ?? -1);
    expect(answers.reduce((sum, answer) => sum + answer.samples, 0)).toBe(WALK.times.length);
    expect(last?.message).toBe('Counting.');
    const times = answers.flatMap(({ steps }) => steps.map(({ timestamp }) => timestamp));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeWithin(1_698_501_148, 1_698_501_151);
  });
});

test('acceleration alone counts without gravity, and the phone is told what to switch on', async () => {
  start();
  const last = (await pushAll(pushesOf([['accelerometer', linear]]))).at(-1);
  const alone = countSteps({ ...WALK, accel: flat(linear) }, { model, gravity: 'excluded' });
  expect(last?.total_steps).toBe(alone.length);
  expect(last?.message).toContain('switch on Accelerometer and Gravity');
});

test('a phone with too few readings a second is told so', async () => {
  start();
  const last = (await pushAll(pushesOf([['totalacceleration', accel, samples(20)]]))).at(-1);
  expect(last?.message).toContain('5.0 readings a second');
});

describe('messages', () => {
  test('that are out of order or repeated count once', async () => {
    start();
    const swapped = [...MESSAGES];
    for (let i = 1; i + 1 < swapped.length; i += 3) {
      [swapped[i], swapped[i + 1]] = [swapped[i + 1] as PushMessage, swapped[i] as PushMessage];
    }
    const noisy = swapped.flatMap((message, i) => (i % 4 === 0 ? [message, message] : [message]));
    const answers = await pushAll(noisy);
    expect(answers.at(-1)?.total_steps).toBe((await reference()) as number);
    expect(answers.filter(({ state }) => state === 'repeated')).toHaveLength(8);
    expect(answers.some(({ state }) => state === 'waiting')).toBe(true);
  });

  test('that wait for a lost one are counted soon, even if nothing more comes', async () => {
    const clock = new ManualClock(1_700_000_000_000);
    start(clock);
    await pushAll(MESSAGES.slice(0, 10));
    const [answer, ...others] = await pushAll(MESSAGES.slice(11, 14));
    const { total_steps, session_id } = answer as PushAnswer;
    expect([answer, ...others].every((each) => each?.state === 'waiting')).toBe(true);
    clock.advance(2500);
    expect((await sessions())[session_id ?? '']?.steps).toBeGreaterThan(total_steps);
  });

  test('from a clock that was set back are counted', async () => {
    start();
    await pushAll(MESSAGES.slice(0, 12));
    const back = MESSAGES.slice(12).map((message) => ({
      ...message,
      payload: message.payload.map((one) => ({ ...one, time: Number(one.time) - 3.6e12 })),
    }));
    const answers = await pushAll(back);
    expect(answers.every(({ state }) => state === 'counted')).toBe(true);
  });

  async function reference(): Promise<number | undefined> {
    const other = MESSAGES.map((message) => ({
      ...message,
      deviceId: 'other',
      sessionId: 'other',
    }));
    return (await pushAll(other)).at(-1)?.total_steps;
  }
});

function flat(vectors: (i: number) => readonly number[]): Float64Array {
  return Float64Array.from(samples().flatMap((i) => [...vectors(i)]));
}
