import { describe, expect, test } from 'bun:test';
import { StepEvent, UserSessionEvent } from '@stepstream/protocol/schemas';
import { eventsWorld, type Listener, WALK } from './testing/events-world.ts';
import { LINGER_MS, MAX_LINGERING } from './user-events.ts';

describe('who watches a user', () => {
  test('is told when to come back, and how things stand', () => {
    const { sessions, watch } = eventsWorld();
    const nobody = watch('ann');
    expect(nobody.parser.retry).toBeGreaterThan(0);
    const nothing = { user_id: 'ann', session_id: null, is_active: false, total_steps: 0 };
    expect(nobody.sessions).toEqual([{ ...nothing, timestamp: '1700000000.000' }]);

    const ann = sessions.open({ userId: 'bob' });
    ann.push(WALK);
    const [state] = watch('bob').sessions;
    expect(state).toMatchObject({
      session_id: ann.session.id,
      is_active: true,
      total_steps: ann.session.steps,
    });
    expect(ann.session.steps).toBeGreaterThan(20);
  });

  test('is told of each of their steps, with the total, and of nobody else', () => {
    const { sessions, watch, hooks } = eventsWorld();
    const confirmed: { total_steps: unknown; step: unknown }[] = [];
    hooks.on('step', ({ userId }, { index: _, total, ...step }) => {
      if (userId === 'ann') confirmed.push({ total_steps: total, step });
    });
    const [one, two, other] = [watch('ann'), watch('ann'), watch('bob')];
    const session = sessions.open({ userId: 'ann' });
    session.push(WALK);
    expect(one.steps.map(({ data: { total_steps, step } }) => ({ total_steps, step }))).toEqual(
      confirmed,
    );
    expect(two.parser.events).toEqual(one.parser.events);
    expect(other.steps).toEqual([]);
    for (const { data } of one.steps) expect(StepEvent.parse(data)).toEqual(data as never);
    expect(new Set(one.steps.map(({ id }) => id)).size).toBe(confirmed.length);
  });

  test('is told of each of their sessions, how it begins and ends', () => {
    const { sessions, watch } = eventsWorld();
    const listener = watch('ann');
    const first = sessions.open({ userId: 'ann' });
    first.push(WALK);
    const second = sessions.open({ userId: 'ann' });
    second.close();
    const told = listener.sessions.map(({ session_id, is_active, reason }) => {
      return [session_id, is_active, reason];
    });
    const [one, two] = [first.session.id, second.session.id];
    expect(told).toEqual([
      [null, false, undefined],
      [one, true, undefined],
      [one, false, 'replaced'],
      [two, true, undefined],
      [two, false, 'stopped'],
    ]);
    expect(listener.sessions[2]?.['total_steps']).toBe(listener.steps.length);
    for (const data of listener.sessions) {
      expect(UserSessionEvent.parse(data)).toEqual(data as never);
    }
  });

  test('is told of the steps that the end of a session confirms', () => {
    const { sessions, watch } = eventsWorld();
    const listener = watch('ann');
    let confirmed = 0;
    // Some of these end with a step whose look-ahead is still owed.
    for (let end = 500; end < 540; end += 2) {
      const session = sessions.open({ userId: 'ann' });
      session.push(WALK.slice(0, end));
      const before = listener.steps.length;
      session.close();
      confirmed += listener.steps.length - before;
      const total = listener.steps.at(-1)?.data['total_steps'];
      expect(listener.sessions.at(-1)).toMatchObject({ is_active: false, total_steps: total });
    }
    expect(confirmed).toBeGreaterThan(0);
  });
});

describe('the events of users', () => {
  test('cost nothing while nobody watches, and leave nothing behind', () => {
    const { clock, events, watch, isListening } = eventsWorld();
    expect(isListening()).toBe(false);
    const listeners = [watch('ann'), watch('bob'), watch('ann')];
    expect(isListening()).toBe(true);
    for (const [i, name] of ['ann', 'bob', 'ann'].entries()) {
      events.leave(name, listeners[i] as Listener);
    }
    // Twice is once.
    events.leave('ann', listeners[0] as Listener);
    expect(events.size).toBe(2);
    clock.advance(LINGER_MS);
    expect(events.size).toBe(0);
    expect(isListening()).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });

  test('keep only so many users whom nobody watches any more', () => {
    const { clock, events, watch } = eventsWorld();
    const stays = watch('stays');
    for (let i = 0; i < MAX_LINGERING + 10; i++) events.leave(`user ${i}`, watch(`user ${i}`));
    expect(events.size).toBe(MAX_LINGERING + 1);
    events.leave('stays', stays);
    clock.advance(LINGER_MS);
    expect(clock.pendingTimers).toBe(0);
  });

  test('show that they live, to those who watch', () => {
    const { clock, events, watch } = eventsWorld();
    const [one, two] = [watch('ann'), watch('bob')];
    clock.advance(25_000);
    events.leave('bob', two);
    clock.advance(25_000);
    expect(one.parser.comments).toEqual(['keep-alive', 'keep-alive']);
    expect(two.parser.comments).toEqual(['keep-alive']);
  });

  test('end when they are closed, and take nobody any more', () => {
    const { clock, events, watch, isListening } = eventsWorld();
    const listeners = [watch('ann'), watch('bob')];
    events.close();
    expect(listeners.map(({ isClosed }) => isClosed)).toEqual([true, true]);
    expect(watch('ann').isClosed).toBe(true);
    expect(isListening()).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });
});
