import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { connect } from 'node:net';
import { UserSessionEvent } from '@stepstream/protocol/schemas';
import { EventReader } from '@stepstream/testing/event-reader';
import { walkingClient } from '@stepstream/testing/walking-client';
import { type RunningServer, startServer } from './start-server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer(['--log-level', 'warn', '--ping-interval', '1']);
});
afterAll(() => server.stop());

const eventsOf = (user: string, headers?: Record<string, string>) =>
  EventReader.open(`${server.httpUrl}/users/${encodeURIComponent(user)}/events`, headers);
const walks = (user: string, seconds = 20) =>
  walkingClient(`${server.wsUrl}?user_id=${encodeURIComponent(user)}`, seconds);

describe('GET /users/{id}/events', () => {
  test('is a stream of server-sent events that no proxy keeps', async () => {
    const reader = await eventsOf('ann');
    const { status, headers } = reader.response;
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/event-stream');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-accel-buffering')).toBe('no');
    await reader.received(1);
    expect(reader.parser.retry).toBeGreaterThanOrEqual(1000);
    expect(UserSessionEvent.parse(reader.events[0]?.data)).toMatchObject({ session_id: null });
    reader.close();
  });

  test('tells each step that the client is told, with the running total', async () => {
    const user = 'a/b ü?#%41';
    const reader = await eventsOf(user);
    await reader.received(1);
    const client = await walks(user);
    const answer = client.messages[1];
    if (answer?.type !== 'step_detection') throw new Error('the walk was not answered');
    await reader.until(() => reader.named('step').length === answer.steps.length);
    const told = reader.named('step').map(({ data }) => data);
    expect(told.map(({ step }) => step)).toEqual(answer.steps.map(({ index: _, ...step }) => step));
    expect(told.map(({ total_steps }) => total_steps)).toEqual(answer.steps.map((_, i) => i + 1));
    expect(told[0]).toMatchObject({ user_id: user, session_id: client.sessionId });
    client.send({ action: 'stop' });
    await reader.until(() => reader.named('session').length === 3);
    expect(reader.named('session').at(-1)?.data).toMatchObject({
      session_id: client.sessionId,
      is_active: false,
      reason: 'stopped',
      total_steps: reader.named('step').length,
    });
    reader.close();
  });

  test('tells who comes back what they missed, and nothing twice', async () => {
    const first = await eventsOf('bob');
    await first.received(1);
    const client = await walks('bob', 10);
    await first.until(() => first.named('step').length > 5);
    const heard = first.named('step').slice(0, 3);
    first.close();
    const second = await eventsOf('bob', { 'last-event-id': heard[2]?.id ?? '' });
    await second.until(() => second.named('session').length === 1);
    const totals = second.named('step').map(({ data }) => data['total_steps']);
    expect(totals[0]).toBe(4);
    expect(second.named('session')[0]?.data).toMatchObject({
      gap: false,
      total_steps: totals.at(-1),
    });
    const unknown = await eventsOf('bob', { 'last-event-id': 'nonsense' });
    await unknown.received(1);
    expect(unknown.events[0]?.data).toMatchObject({ gap: true });
    for (const reader of [second, unknown]) reader.close();
    client.close();
  });

  test('has many watchers of one user', async () => {
    const readers = await Promise.all(Array.from({ length: 20 }, () => eventsOf('carl')));
    await Promise.all(readers.map((reader) => reader.received(1)));
    const client = await walks('carl', 10);
    client.send({ action: 'stop' });
    await Promise.all(readers.map((one) => one.until(() => one.named('session').length === 3)));
    const [one] = readers;
    expect(one?.named('step').length).toBeGreaterThan(5);
    for (const reader of readers) {
      expect(reader.events.slice(1)).toEqual(one?.events.slice(1) ?? []);
      reader.close();
    }
  });

  test('shows that it lives while nothing happens', async () => {
    const reader = await eventsOf('dora');
    await reader.until(() => reader.parser.comments.length >= 2);
    expect(reader.events).toHaveLength(1);
    reader.close();
  });

  test('answers HEAD without a body, and other methods with 405', async () => {
    const url = `${server.httpUrl}/users/ann/events`;
    const head = await fetch(url, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
  });

  test.each([
    ['is no text', '%ff'],
    ['is too long', 'x'.repeat(257)],
  ])('refuses a name that %s', async (_, name) => {
    const response = await fetch(`${server.httpUrl}/users/${name}/events`);
    expect(response.status).toBe(400);
  });

  test('survives watchers who go away without a word', async () => {
    const { hostname, port } = new URL(server.httpUrl);
    for (let i = 0; i < 50; i++) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), hostname);
        socket.write('GET /users/eve/events HTTP/1.1\r\nHost: localhost\r\n\r\n');
        socket.once('data', () => {
          socket.destroy();
          resolve();
        });
      });
    }
    const reader = await eventsOf('eve');
    const client = await walks('eve', 10);
    await reader.until(() => reader.named('step').length > 5);
    reader.close();
    client.close();
  });

  test('ends when the server stops', async () => {
    const other = await startServer(['--log-level', 'warn']);
    const reader = await EventReader.open(`${other.httpUrl}/users/ann/events`);
    await reader.received(1);
    await other.stop();
    await reader.ended;
  });
});
