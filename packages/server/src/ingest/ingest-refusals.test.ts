import { describe, expect, test } from 'bun:test';
import { connect } from 'node:net';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { MESSAGES, post, push, start, stopServerAfterEach } from './testing/push-server.ts';
import type { PushMessage } from './testing/pushes.ts';

stopServerAfterEach();

describe('a push that can not be right is refused with a stable code, and changes nothing', () => {
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
    ['too much', 'x'.repeat(4 * 262_144 + 1), 'too_large', null],
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

  test('too much again and again, at once: what is not read has nothing to wait for', async () => {
    start(new ManualClock());
    for (let i = 0; i < 3; i++) {
      expect((await post('x'.repeat(4 * 262_144 + 1))).status).toBe(413);
    }
  });

  test('a phone that loses its network within a push is no error of the server', async () => {
    const { url, engine } = start();
    const errors: unknown[] = [];
    engine.on('error', (error) => void errors.push(error));
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const head = 'POST /ingest/sensor-logger HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000';
    await new Promise<void>((sent) => socket.write(`${head}\r\n\r\n{`, () => sent()));
    await Bun.sleep(50);
    socket.destroy();
    await Bun.sleep(50);
    expect((await push(MESSAGES[0] as PushMessage)).state).toBe('counted');
    expect(errors).toEqual([]);
  });

  test('another method', async () => {
    const { url } = start();
    const response = await fetch(`${url}/ingest/sensor-logger`);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});
