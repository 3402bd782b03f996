import { expect, test } from 'bun:test';
import { CLASSIC } from '@stepstream/detector';
import { createSessions, SessionRegistry } from '../session/index.ts';
import { ManualClock } from '../session/testing/manual-clock.ts';
import { PushSessions } from './push-sessions.ts';
import type { Push } from './read-push.ts';

function setUp() {
  const clock = new ManualClock();
  const registry = new SessionRegistry({ clock, model: CLASSIC, timeoutSeconds: 300 });
  const errors: unknown[] = [];
  const sessions = new PushSessions({
    sessions: createSessions(registry),
    clock,
    onError: (error) => errors.push(error),
  });
  const push = (deviceId: string, messageId: number, sessionId = 'walk'): Push => ({
    messageId,
    sessionId,
    deviceId,
    readings: [{ kind: 'total', time: 1.7e9 + messageId, x: 0, y: 0, z: 9.8 }],
  });
  return { clock, registry, sessions, errors, push };
}

test('however recordings end, nothing of them is left', () => {
  const { clock, registry, sessions, errors, push } = setUp();
  const begin = (device: string) => sessions.receive(push(device, 0))?.session_id ?? '';
  const ids = Array.from({ length: 60 }, (_, i) => begin(`phone-${i}`));
  // Each has a message that waits for a lost one, and a timer for it.
  for (let i = 0; i < 60; i++) sessions.receive(push(`phone-${i}`, 2));
  for (const id of ids.slice(0, 20)) {
    const session = registry.get(id);
    if (session) registry.end(session, 'terminated');
  }
  for (let i = 20; i < 40; i++) sessions.receive(push(`phone-${i}`, 0, 'another walk'));
  expect(sessions.size).toBe(40);
  expect(registry.size).toBe(40);
  // What waited is counted after two seconds; the silence begins then.
  clock.advance(303_000);
  expect(sessions.size).toBe(0);
  expect(registry.size).toBe(0);
  expect(clock.pendingTimers).toBe(0);
  expect(errors).toEqual([]);
});

test('the server that goes away ends them, and a phone that goes on begins anew', () => {
  const { clock, registry, sessions, push } = setUp();
  sessions.receive(push('phone', 0));
  registry.endAll('server_closed');
  expect(sessions.size).toBe(0);
  expect(clock.pendingTimers).toBe(0);
  expect(sessions.receive(push('phone', 1))?.session_id).toBeString();
});

test('names that all objects have are names like others', () => {
  const { sessions, push } = setUp();
  for (const name of ['__proto__', 'constructor', 'toString']) {
    expect(sessions.receive(push(name, 0, name))?.samples).toBe(1);
  }
  expect(sessions.size).toBe(3);
});
