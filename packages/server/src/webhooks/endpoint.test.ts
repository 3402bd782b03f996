import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { MAX_WAITING } from './endpoint.ts';
import { ANSWER_TIMEOUT_MS } from './post-message.ts';
import { RETRY_DELAYS_MS } from './retry-schedule.ts';
import { endpointWorld, SECRET } from './testing/endpoint-world.ts';
import { Receiver } from './testing/receiver.ts';

const HOUR = 3_600_000;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await Receiver.start();
});
afterEach(() => receiver.stop());

const setUp = (url = receiver.url) => endpointWorld(url);

describe('a message', () => {
  test('arrives signed, and is as the receiver can verify it', async () => {
    const { endpoint, send, settled } = setUp();
    const { id, body } = send();
    await settled(() => endpoint.delivered === 1);
    const [got] = receiver.received;
    expect(got?.body).toBe(body);
    expect(got?.headers).toMatchObject({
      'webhook-id': id,
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^Stepstream\/\d/),
    });
    const headers = got?.headers as Record<string, string>;
    expect(new Webhook(SECRET).verify(got?.body ?? '', headers)).toEqual(JSON.parse(body));
    expect(endpoint.waiting).toBe(0);
  });

  test.each([500, 503, 429, 404, 400, 'break', { redirect: 'http://localhost:1/' }] as const)(
    'that is answered with %p is tried again, with a new signature and the same id',
    async (answer) => {
      const { clock, endpoint, states, send, settled } = setUp();
      receiver.answer = () => (receiver.received.length === 1 ? answer : 200);
      send();
      await settled(() => states.length === 1);
      clock.advance((RETRY_DELAYS_MS[0] ?? 0) - 1);
      await nextTurn();
      expect(receiver.received).toHaveLength(1);
      clock.advance(1);
      await settled(() => endpoint.delivered === 1);
      const [first, second] = receiver.received;
      expect(second?.body).toBe(first?.body ?? '');
      expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'] ?? '');
      expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp']);
      new Webhook(SECRET).verify(second?.body ?? '', second?.headers as Record<string, string>);
      expect(states).toEqual(['failing', 'working']);
    },
  );

  test('that is not answered in time is given up by the attempt, and tried again', async () => {
    const { clock, endpoint, states, send, settled } = setUp();
    receiver.answer = () => (receiver.received.length === 1 ? 'hang' : 200);
    send();
    await receiver.until(() => receiver.hanging === 1);
    clock.advance(ANSWER_TIMEOUT_MS);
    await settled(() => states.length === 1);
    await receiver.until(() => receiver.hanging === 0);
    clock.advance(RETRY_DELAYS_MS[0] ?? 0);
    await settled(() => endpoint.delivered === 1);
  });

  test('that fails to the last becomes a dead letter, after hours', async () => {
    const { clock, endpoint, dead, send, settled } = setUp();
    receiver.answer = () => 500;
    const message = send();
    for (const [i, delay] of RETRY_DELAYS_MS.entries()) {
      await settled(() => receiver.received.length === i + 1 && endpoint.inFlight === 0);
      clock.advance(delay);
    }
    await settled(() => dead.length === 1);
    const attempts = RETRY_DELAYS_MS.length + 1;
    expect(receiver.received).toHaveLength(attempts);
    expect(dead).toEqual([
      {
        message,
        endpoint: 1,
        attempts,
        error: 'it answered with status 500',
        diedMs: clock.now(),
      },
    ]);
    expect(clock.monotonic()).toBeGreaterThan(3 * HOUR);
    expect(endpoint.waiting).toBe(0);
    expect(clock.pendingTimers).toBe(0);

    receiver.answer = () => 200;
    endpoint.retry(message);
    await settled(() => endpoint.delivered === 1);
  });

  test('does not wait for another that fails', async () => {
    const { endpoint, send, settled } = setUp();
    receiver.answer = ({ payload }) => (payload.data.user_id === 'user 0' ? 500 : 200);
    for (let i = 0; i < 10; i++) send();
    await settled(() => endpoint.delivered === 9);
    expect(endpoint.waiting).toBe(1);
  });
});

describe('an endpoint', () => {
  test('that nobody listens at is told by its code, not by its address', async () => {
    const { url } = receiver;
    await receiver.stop();
    const { clock, dead, endpoint, send, settled } = setUp(url);
    send();
    for (const delay of RETRY_DELAYS_MS) {
      await settled(() => endpoint.inFlight === 0);
      clock.advance(delay);
    }
    await settled(() => dead.length === 1);
    expect(dead[0]?.error).toMatch(/^no connection \(\w+\)$/);
    receiver = await Receiver.start();
  });

  test('is never followed to where it redirects', async () => {
    const other = await Receiver.start();
    try {
      const { states, send, settled } = setUp();
      receiver.answer = () => ({ redirect: other.url });
      send();
      await settled(() => states.length === 1);
      expect(other.received).toEqual([]);
    } finally {
      await other.stop();
    }
  });

  test('that answers 410 gets nothing any more, until somebody retries', async () => {
    const { clock, dead, endpoint, states, send, settled } = setUp();
    receiver.answer = () => (receiver.received.length === 1 ? 500 : 410);
    send();
    await settled(() => states.length === 1);
    send();
    await settled(() => endpoint.state === 'gone');
    expect(dead.map(({ attempts }) => attempts).sort()).toEqual([1, 1]);
    expect(clock.pendingTimers).toBe(0);
    send();
    expect(endpoint.waiting).toBe(0);

    receiver.answer = () => 200;
    for (const { message } of dead) endpoint.retry(message);
    await settled(() => endpoint.delivered === 2);
    expect(states).toEqual(['failing', 'gone', 'working']);
  });

  test('is asked many things at once, and while it fails one at a time', async () => {
    const { clock, endpoint, send, settled } = setUp();
    receiver.answer = async () => {
      await nextTurn();
      return 500;
    };
    for (let i = 0; i < 40; i++) send();
    await settled(() => receiver.received.length === 40 && endpoint.inFlight === 0);
    expect(receiver.peak).toBeGreaterThan(1);
    expect(receiver.peak).toBeLessThanOrEqual(16);
    receiver.peak = 0;
    clock.advance(RETRY_DELAYS_MS[0] ?? 0);
    await settled(() => receiver.received.length === 80 && endpoint.inFlight === 0);
    expect(receiver.peak).toBe(1);

    receiver.answer = () => 200;
    clock.advance(RETRY_DELAYS_MS[1] ?? 0);
    await settled(() => endpoint.delivered === 40);
    expect(endpoint.state).toBe('working');
  });

  test('has only so many messages waiting', async () => {
    const { clock, dead, endpoint, send } = setUp();
    receiver.answer = () => 'hang';
    for (let i = 0; i < MAX_WAITING + 2; i++) send();
    expect(endpoint.waiting).toBe(MAX_WAITING);
    expect(dead.map(({ attempts, error }) => [attempts, error])).toEqual(
      Array(2).fill([0, `${MAX_WAITING} messages waited already`]),
    );
    const closed = endpoint.close(1000);
    clock.advance(1000);
    expect(await closed).toBe(MAX_WAITING);
  });
});
