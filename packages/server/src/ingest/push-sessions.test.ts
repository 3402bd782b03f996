import { expect, test } from 'bun:test';
import { CLASSIC } from '@stepstream/detector';
import { createSessions, SessionRegistry } from '../session/index.ts';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { PushSessions } from './push-sessions.ts';
import type { Push } from './read-push.ts';

function setUp(maxBeginners?: number) {
  const clock = new ManualClock();
  const registry = new SessionRegistry({ clock, model: CLASSIC, timeoutSeconds: 300 });
  const errors: unknown[] = [];
  const sessions = new PushSessions({
    sessions: createSessions(registry),
    clock,
    onError: (error) => errors.push(error),
    ...(maxBeginners !== undefined && { maxBeginners }),
  });
  const push = (deviceId: string, messageId: number, sessionId = 'walk'): Push => ({
    messageId,
    sessionId,
    deviceId,
    readings: [{ kind: 'total', time: 1.7e9 + messageId, x: 0, y: 0, z: 9.8 }],
  });
  return { clock, registry, sessions, errors, push };
}

test('however recordings end, nothing of them is left', async () => {
  const { clock, registry, sessions, errors, push } = setUp();
  const begin = async (device: string) =>
    (await sessions.receive(push(device, 0)))?.session_id ?? '';
  const ids = await Promise.all(Array.from({ length: 60 }, (_, i) => begin(`phone-${i}`)));
  // Each has a message that waits for a lost one, and a timer for it.
  for (let i = 0; i < 60; i++) await sessions.receive(push(`phone-${i}`, 2));
  for (const id of ids.slice(0, 20)) {
    const session = registry.get(id);
    if (session) registry.end(session, 'terminated');
  }
  for (let i = 20; i < 40; i++) await sessions.receive(push(`phone-${i}`, 0, 'another walk'));
  expect(sessions.size).toBe(40);
  expect(registry.size).toBe(40);
  // What waited is counted after two seconds; the silence begins then.
  clock.advance(2000);
  await Bun.sleep(0);
  clock.advance(301_000);
  expect(sessions.size).toBe(0);
  expect(registry.size).toBe(0);
  expect(clock.pendingTimers).toBe(0);
  expect(errors).toEqual([]);
});

test('the server that goes away ends them, and a phone that goes on begins anew', async () => {
  const { clock, registry, sessions, push } = setUp();
  await sessions.receive(push('phone', 0));
  registry.endAll('server_closed');
  expect(sessions.size).toBe(0);
  expect(clock.pendingTimers).toBe(0);
  expect((await sessions.receive(push('phone', 1)))?.session_id).toBeString();
});

test('names that all objects have are names like others', async () => {
  const { sessions, push } = setUp();
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect((await sessions.receive(push(name, 0, name)))?.samples).toBe(1);
  }
  expect(sessions.size).toBe(3);
});

test('recordings of one message give way to one another, and to nobody else', async () => {
  const { registry, sessions, push } = setUp(10);
  await sessions.receive(push('walker', 0));
  await sessions.receive(push('walker', 1));
  const first = await sessions.receive(push('first', 0));
  for (let i = 0; i < 1000; i++) await sessions.receive(push(`phone-${i}`, 0));
  expect(registry.size).toBe(11);
  expect(sessions.size).toBe(11);
  expect(sessions.has(push('walker', 2))).toBe(true);
  // A phone that had to give way, and goes on, gets a new session.
  const again = await sessions.receive(push('first', 1));
  expect(again?.session_id).toBeString();
  expect(again?.session_id).not.toBe(first?.session_id ?? '');
});
