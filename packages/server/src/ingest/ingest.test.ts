import { afterEach, describe, expect, test } from 'bun:test';
import { DEFAULT_MODEL } from '@stepstream/detector';
import { accel, accelInG, gravity, gyro, linear, samples, WALK } from '@stepstream/formats/testing';
import { PushAnswer } from '@stepstream/protocol/schemas';
import { countSteps } from '../cli/count-recording.ts';
import { loadModel, type StepstreamServer, startServer } from '../index.ts';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { type PushMessage, pushesOf, TEST_PUSH } from './testing/pushes.ts';

const model = loadModel(DEFAULT_MODEL);
const STEPS = countSteps({ ...WALK }, { model }).length;
const IPHONE = [
  ['accelerometer', linear],
  ['gravity', gravity],
  ['gyroscope', gyro, samples(2)],
] as const;
const MESSAGES = pushesOf(IPHONE);

let server: StepstreamServer | undefined;
afterEach(() => server?.stop());

function start(clock?: ManualClock): StepstreamServer {
  server = startServer({ port: 0, logLevel: 'silent', model, ...(clock && { clock }) });
  return server;
}

async function post(body: string, query = ''): Promise<Response> {
  return fetch(`${server?.url}/ingest/sensor-logger${query}`, { method: 'POST', body });
}

async function push(message: PushMessage, query = ''): Promise<PushAnswer> {
  const response = await post(JSON.stringify(message), query);
  expect(response.status).toBe(200);
  return PushAnswer.parse(await response.json());
}

async function pushAll(messages: readonly PushMessage[]): Promise<PushAnswer[]> {
  const answers: PushAnswer[] = [];
  for (const message of messages) answers.push(await push(message));
  return answers;
}

async function sessions(): Promise<Record<string, { requests: number; steps: number }>> {
  const answer = (await (await fetch(`${server?.url}/sessions`)).json()) as {
    sessions: Record<string, { requests: number; steps: number }>;
  };
  return answer.sessions;
}

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

test('too few readings a second are told', async () => {
  start();
  const last = (await pushAll(pushesOf([['totalacceleration', accel, samples(20)]]))).at(-1);
  expect(last?.message).toContain('5.0 readings a second');
});

describe('order', () => {
  test('out of order, lost and repeated messages count once', async () => {
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

  test('what waits for a lost message is counted soon, though nothing more comes', async () => {
    const clock = new ManualClock(1_700_000_000_000);
    start(clock);
    await pushAll(MESSAGES.slice(0, 10));
    const [answer, ...others] = await pushAll(MESSAGES.slice(11, 14));
    const { total_steps, session_id } = answer as PushAnswer;
    expect([answer, ...others].every((each) => each?.state === 'waiting')).toBe(true);
    clock.advance(2500);
    expect((await sessions())[session_id ?? '']?.steps).toBeGreaterThan(total_steps);
  });

  test('a clock that is set back goes on counting', async () => {
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

describe('its session is one like any other', () => {
  test('it is listed, can be ended, and does not come back', async () => {
    start();
    const [answer] = await pushAll(MESSAGES.slice(0, 3));
    const id = answer?.session_id ?? '';
    expect((await sessions())[id]?.requests).toBe(3);
    expect((await fetch(`${server?.url}/sessions/${id}`, { method: 'DELETE' })).status).toBe(200);
    const refused = await post(JSON.stringify(MESSAGES[3]));
    expect(refused.status).toBe(410);
    expect(await refused.json()).toMatchObject({ code: 'session_ended', status: 410 });
    expect(Object.keys(await sessions())).toEqual([]);
  });

  test('it times out; a phone that goes on gets another', async () => {
    const clock = new ManualClock(1_700_000_000_000);
    start(clock);
    const [first] = await pushAll(MESSAGES.slice(0, 2));
    clock.advance(299_000);
    expect(Object.keys(await sessions())).toHaveLength(1);
    clock.advance(2000);
    expect(Object.keys(await sessions())).toHaveLength(0);
    const later = await push(MESSAGES[2] as PushMessage);
    expect(later.session_id).not.toBe(first?.session_id as string);
  });

  test('a repeated message counts as activity and as a request', async () => {
    const clock = new ManualClock(1_700_000_000_000);
    start(clock);
    const message = MESSAGES[0] as PushMessage;
    const { session_id } = await push(message);
    clock.advance(299_000);
    await push(message);
    clock.advance(299_000);
    expect((await sessions())[session_id ?? '']?.requests).toBe(2);
  });

  test('a new recording of the same phone ends the one before', async () => {
    start();
    await pushAll(MESSAGES.slice(0, 2));
    const next = { ...(MESSAGES[2] as PushMessage), messageId: 0, sessionId: 'walk-2' };
    const { session_id } = await push(next);
    expect(Object.keys(await sessions())).toEqual([session_id as string]);
    expect((await post(JSON.stringify(MESSAGES[3]))).status).toBe(410);
  });

  test('phones do not mix', async () => {
    start();
    const other = pushesOf(IPHONE, { deviceId: 'phone-2' });
    const mixed = MESSAGES.flatMap((message, i) => [message, other[i] as PushMessage]);
    const answers = await pushAll(mixed);
    expect(answers.at(-1)?.total_steps).toBe(answers.at(-2)?.total_steps as number);
    expect(answers.at(-1)?.session_id).not.toBe(answers.at(-2)?.session_id as string);
  });

  test('a user named in the address has one session', async () => {
    start();
    const { user_id } = await push(MESSAGES[0] as PushMessage, '?user_id=ann');
    expect(user_id).toBe('ann');
    const socket = new WebSocket(`${server?.streamUrl}?user_id=ann`);
    await new Promise((resolve) => socket.addEventListener('message', resolve));
    expect(Object.keys(await sessions())).toHaveLength(1);
    expect((await post(JSON.stringify(MESSAGES[1]), '?user_id=ann')).status).toBe(410);
    socket.close();
  });
});

test("the app's test message is answered, and leaves no session", async () => {
  start();
  const answer = await push(TEST_PUSH);
  expect(answer).toMatchObject({ session_id: null, state: 'nothing_new' });
  expect(answer.message).toContain('hears this phone');
  expect(Object.keys(await sessions())).toEqual([]);
});

describe('what can not be right is refused with a stable code, and costs nothing', () => {
  const base = MESSAGES[1] as PushMessage;
  const reading = {
    name: 'gravity',
    time: 1_698_501_144_401_773_000,
    values: { x: 0, y: 0, z: 9.8 },
  };
  const withReading = (change: object) => ({ ...base, payload: [{ ...reading, ...change }] });
  const cases: [what: string, body: string | object, code: string, field: string | null][] = [
    ['nothing', '', 'invalid_json', null],
    ['half of it', '{"messageId":1', 'invalid_json', null],
    ['a list', [], 'invalid_value', ''],
    ['no device', { ...base, deviceId: undefined }, 'invalid_value', 'deviceId'],
    ['an empty session id', { ...base, sessionId: '' }, 'invalid_value', 'sessionId'],
    ['a negative number', { ...base, messageId: -1 }, 'invalid_value', 'messageId'],
    ['a payload that is none', { ...base, payload: {} }, 'invalid_value', 'payload'],
    ['a reading without a name', withReading({ name: 7 }), 'invalid_value', 'payload[0].name'],
    ['a time in words', withReading({ time: 'now' }), 'invalid_value', 'payload[0].time'],
    [
      'a time in seconds',
      withReading({ time: 1_698_501_144e10 }),
      'invalid_value',
      'payload[0].time',
    ],
    ['no values', withReading({ values: null }), 'invalid_value', 'payload[0].values.x'],
    [
      'a string',
      withReading({ values: { x: 1, y: '2', z: 3 } }),
      'invalid_value',
      'payload[0].values.y',
    ],
    [
      'an impossible value',
      withReading({ values: { x: 1, y: 2000, z: 3 } }),
      'invalid_value',
      'payload[0].values',
    ],
    ['too much', 'x'.repeat(4 * 1_048_576 + 1), 'too_large', null],
  ];
  test.each(cases)('%s', async (_, body, code, field) => {
    start();
    const before = await push(MESSAGES[0] as PushMessage);
    const response = await post(typeof body === 'string' ? body : JSON.stringify(body));
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const answer = (await response.json()) as { status: number };
    expect(answer).toMatchObject({ code, ...(field !== null && { field }) });
    expect(answer.status).toBe(response.status);
    const after = await push(base);
    expect(after.session_id).toBe(before.session_id);
    expect(after.state).toBe('counted');
  });

  test('another method', async () => {
    start();
    const response = await fetch(`${server?.url}/ingest/sensor-logger`);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});

function flat(vectors: (i: number) => readonly number[]): Float64Array {
  return Float64Array.from(samples().flatMap((i) => [...vectors(i)]));
}
