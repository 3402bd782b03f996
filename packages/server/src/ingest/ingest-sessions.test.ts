import { describe, expect, test } from 'bun:test';
import { ManualClock } from '../session/testing/manual-clock.ts';
import {
  IPHONE,
  MESSAGES,
  post,
  push,
  pushAll,
  sessions,
  start,
  stopServerAfterEach,
} from './testing/push-server.ts';
import { type PushMessage, pushesOf, TEST_PUSH } from './testing/pushes.ts';

stopServerAfterEach();

describe('the session of a phone that pushes', () => {
  test('is listed, can be ended, and does not come back', async () => {
    const { url } = start();
    const [answer] = await pushAll(MESSAGES.slice(0, 3));
    const id = answer?.session_id ?? '';
    expect((await sessions())[id]?.requests).toBe(3);
    expect((await fetch(`${url}/sessions/${id}`, { method: 'DELETE' })).status).toBe(200);
    const refused = await post(JSON.stringify(MESSAGES[3]));
    expect(refused.status).toBe(410);
    expect(await refused.json()).toMatchObject({ code: 'session_ended', status: 410 });
    expect(Object.keys(await sessions())).toEqual([]);
  });

  test('times out; a phone that goes on gets another', async () => {
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

  test('counts a repeated message as activity and as a request', async () => {
    const clock = new ManualClock(1_700_000_000_000);
    start(clock);
    const message = MESSAGES[0] as PushMessage;
    const { session_id } = await push(message);
    clock.advance(299_000);
    await push(message);
    clock.advance(299_000);
    expect((await sessions())[session_id ?? '']?.requests).toBe(2);
  });

  test('ends when the phone starts a new recording', async () => {
    start();
    await pushAll(MESSAGES.slice(0, 2));
    const next = { ...(MESSAGES[2] as PushMessage), messageId: 0, sessionId: 'walk-2' };
    const { session_id } = await push(next);
    expect(Object.keys(await sessions())).toEqual([session_id as string]);
    expect((await post(JSON.stringify(MESSAGES[3]))).status).toBe(410);
  });

  test('is not mixed with that of another phone', async () => {
    start();
    const other = pushesOf(IPHONE, { deviceId: 'phone-2' });
    const mixed = MESSAGES.flatMap((message, i) => [message, other[i] as PushMessage]);
    const answers = await pushAll(mixed);
    expect(answers.at(-1)?.total_steps).toBe(answers.at(-2)?.total_steps as number);
    expect(answers.at(-1)?.session_id).not.toBe(answers.at(-2)?.session_id as string);
  });

  test('ends when a user that the address names connects anew', async () => {
    const { streamUrl } = start();
    const { user_id } = await push(MESSAGES[0] as PushMessage, '?user_id=ann');
    expect(user_id).toBe('ann');
    const socket = new WebSocket(`${streamUrl}?user_id=ann`);
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
