import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CLASSIC } from '@stepstream/detector';
import type { Sample, WebhookPayload } from '@stepstream/protocol';
import { WebhookPayload as PayloadSchema } from '@stepstream/protocol/schemas';
import { aWalk, rows } from '@stepstream/testing/stream';
import { Hooks } from '../hooks/index.ts';
import { createSessions, SessionRegistry } from '../session/index.ts';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { readSecrets } from './sign.ts';
import { Receiver } from './testing/receiver.ts';
import { Webhooks } from './webhooks.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const MINUTE = 60_000;
/** A moment at which a minute begins: 2023-11-14T22:13:00Z. */
const START = 1_699_999_980_000;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await Receiver.start();
});
afterEach(() => receiver.stop());

/** A walk whose times begin at a moment. */
function walk(start = 0): Sample[] {
  return rows(aWalk()).map(([time, accel_x, accel_y, accel_z]) => {
    return { timestamp: start + time, accel_x, accel_y, accel_z };
  });
}

function setUp(urls = [receiver.url]) {
  const clock = new ManualClock(START);
  const hooks = new Hooks();
  const registry = new SessionRegistry({ clock, hooks, model: CLASSIC, timeoutSeconds: 86_400 });
  const sessions = createSessions(registry);
  const lines: string[] = [];
  const write = (fields: object, message: string) =>
    void lines.push(JSON.stringify({ ...fields, message }));
  const log = { info: write, warn: write };
  const keys = readSecrets(SECRET) ?? [];
  const webhooks = new Webhooks({ urls, keys, hooks, clock, log, random: () => 0.5 });
  const settled = async () => {
    await nextTurn();
    while (webhooks.endpoints.some(({ waiting }) => waiting > 0)) await nextTurn();
  };
  /** Moves time on, once all is delivered: an attempt that is on its way would time out. */
  const advance = async (milliseconds: number) => {
    await settled();
    clock.advance(milliseconds);
    await settled();
  };
  return { clock, hooks, sessions, webhooks, lines, settled, advance };
}

/** The minutes that were told, each as its beginning, user and count. */
function minutes(): unknown[] {
  return receiver.received
    .map(({ payload }) => payload)
    .filter((payload): payload is Extract<WebhookPayload, { type: 'steps.minute' }> => {
      return payload.type === 'steps.minute';
    })
    .map(({ data }) => [data.start_time, data.user_id, data.count]);
}

describe('webhooks', () => {
  test('tell of the sessions of named users, and of nobody else', async () => {
    const { sessions, settled, advance } = setUp();
    const ann = sessions.open({ userId: 'ann' });
    const nobody = sessions.open();
    ann.push(walk());
    await advance(30_500);
    ann.close();
    nobody.close();
    await settled();
    expect(receiver.told.sort()).toEqual(['session.ended ann', 'session.started ann']);
    const payloads = receiver.received.map(({ payload }) => payload);
    for (const payload of payloads) expect(PayloadSchema.parse(payload)).toEqual(payload);
    expect(payloads.find(({ type }) => type === 'session.started')).toEqual({
      type: 'session.started',
      timestamp: '2023-11-14T22:13:00.000Z',
      data: {
        user_id: 'ann',
        session_id: ann.session.id,
        created_at: '2023-11-14T22:13:00.000Z',
        resumed: false,
      },
    });
    expect(payloads.find(({ type }) => type === 'session.ended')).toMatchObject({
      timestamp: '2023-11-14T22:13:30.500Z',
      data: { reason: 'stopped', duration: 30.5, total_steps: ann.session.steps },
    });
  });

  test('tell nothing of the end of a session that goes on elsewhere', async () => {
    const { hooks, sessions, settled } = setUp();
    const { session } = sessions.open({ userId: 'ann' });
    hooks.emit('sessionEnd', session.id, session, 'restarting', { goesOn: true });
    await settled();
    expect(receiver.told).toEqual(['session.started ann']);
  });

  test('tell of a session that goes on only where its beginning was not told, or its end was', async () => {
    const { hooks, sessions, settled } = setUp();
    const { session } = sessions.open({ userId: 'ann' });
    hooks.emit('sessionStart', session.id, session, { resumed: true });
    await settled();
    expect(receiver.told).toEqual(['session.started ann']);
    hooks.emit('sessionEnd', session.id, session, 'server_closed', { goesOn: false });
    hooks.emit('sessionStart', session.id, session, { resumed: true });
    await settled();
    expect(receiver.told).toHaveLength(3);
    const begun = receiver.received.filter(({ payload: { type } }) => type === 'session.started');
    expect(begun.map(({ payload: { data } }) => 'resumed' in data && data.resumed)).toEqual([
      false,
      true,
    ]);
  });

  test('tell of the steps of a minute when it is over', async () => {
    const { sessions, advance } = setUp();
    const ann = sessions.open({ userId: 'ann' });
    sessions.open().push(walk());
    ann.push(walk());
    const count = ann.session.steps;
    expect(count).toBeGreaterThan(20);
    await advance(MINUTE);
    expect(minutes()).toEqual([]);
    await advance(5000);
    expect(minutes()).toEqual([['2023-11-14T22:13:00+00:00', 'ann', count]]);
    // Nothing more happens, and nothing more is told.
    await advance(10 * MINUTE);
    expect(minutes()).toHaveLength(1);
  });

  test("count a minute by the sensor's clock where that is the time of day", async () => {
    const { hooks, sessions, advance } = setUp();
    const expected = new Map<number, number>();
    hooks.on('step', (_, { timestamp }) => {
      const minute = Math.floor(timestamp / 60);
      expected.set(minute, (expected.get(minute) ?? 0) + 1);
    });
    const ann = sessions.open({ userId: 'ann' });
    ann.configure({ clock: 'unix' });
    await advance(10 * MINUTE);
    // Ten minutes late, over the end of a minute.
    ann.push(walk(START / 1000 + 45));
    await advance(5000);
    expect(expected.size).toBe(2);
    const told = minutes().map((minute) => (minute as unknown[])[2]);
    expect(told).toEqual([...expected.values()]);
    expect(minutes()[0]).toMatchObject(['2023-11-14T22:13:00+00:00', 'ann', told[0]]);
  });

  test('tell of a minute again, with all of its steps, when some come late', async () => {
    const { sessions, advance } = setUp();
    const ann = sessions.open({ userId: 'ann' });
    ann.configure({ clock: 'unix' });
    ann.push(walk(START / 1000));
    const early = ann.session.steps;
    await advance(MINUTE + 5000);
    ann.push(walk(START / 1000 + 27));
    await advance(MINUTE);
    expect(minutes()).toEqual([
      ['2023-11-14T22:13:00+00:00', 'ann', early],
      ['2023-11-14T22:13:00+00:00', 'ann', ann.session.steps],
    ]);
    expect(ann.session.steps).toBeGreaterThan(early);
  });

  test('go to each endpoint, whatever becomes of the others', async () => {
    const second = await Receiver.start();
    try {
      const { sessions, webhooks } = setUp([receiver.url, second.url]);
      receiver.answer = () => 'hang';
      sessions.open({ userId: 'ann' });
      await second.until(() => second.received.length === 1);
      await receiver.until(() => receiver.hanging === 1);
      const [first, other] = webhooks.endpoints;
      expect(first).toMatchObject({ number: 1, waiting: 1, delivered: 0 });
      expect(other).toMatchObject({ number: 2, origin: new URL(second.url).origin });
    } finally {
      await second.stop();
    }
  });

  test('that nobody takes are tried again when an operator wants it', async () => {
    const { sessions, webhooks, settled } = setUp();
    receiver.answer = () => 410;
    sessions.open({ userId: 'ann' });
    await settled();
    const [letter] = webhooks.deadLetters.all;
    expect(letter).toMatchObject({ endpoint: 1, attempts: 1 });
    expect(webhooks.retry('msg_unknown')).toBe(0);
    receiver.answer = () => 200;
    expect(webhooks.retry(letter?.message.id)).toBe(1);
    await settled();
    expect(webhooks.deadLetters.all).toEqual([]);
    expect(webhooks.endpoints).toMatchObject([{ state: 'working', delivered: 1 }]);
    expect(webhooks.retry()).toBe(0);
  });

  test('send what they have when they are closed, log what is lost, and listen no more', async () => {
    const { clock, hooks, sessions, webhooks, lines } = setUp();
    const ann = sessions.open({ userId: 'ann' });
    ann.push(walk());
    ann.close();
    receiver.answer = ({ payload: { type } }) => (type === 'session.ended' ? 500 : 200);
    await webhooks.close(5000);
    expect(receiver.told.sort()).toEqual([
      'session.ended ann',
      'session.started ann',
      'steps.minute ann',
    ]);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        endpoint: 1,
        origin: new URL(receiver.url).origin,
        lost: 1,
        message: 'webhook messages were lost as the server stopped',
      },
    ]);
    expect(hooks.wants('step', 'any')).toBe(false);
    expect(clock.pendingTimers).toBe(0);
    sessions.open({ userId: 'bob' });
    expect(webhooks.endpoints[0]?.waiting).toBe(0);
  });

  test('tell the log how an endpoint is, and nothing that is secret', async () => {
    const { clock, sessions, webhooks, lines, settled } = setUp();
    receiver.answer = () => [500, 200, 410][receiver.received.length - 1] ?? 200;
    sessions.open({ userId: 'ann' });
    while (lines.length < 1) await nextTurn();
    clock.advance(5000);
    await settled();
    sessions.open({ userId: 'bob' });
    await settled();
    await webhooks.close(1000);
    const messages = lines.map((line) => JSON.parse(line).message);
    expect(messages).toEqual([
      'a webhook endpoint is failing',
      'a webhook endpoint works again',
      'a webhook endpoint is gone',
      'dead letters of webhooks were lost',
    ]);
    for (const secret of ['topsecret', 'whsec', SECRET.slice(6), '/hook', 'of mine']) {
      expect(lines.join()).not.toContain(secret);
    }
  });
});
