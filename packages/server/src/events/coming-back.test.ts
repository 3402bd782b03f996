import { describe, expect, test } from 'bun:test';
import { parsePosition } from './step-position.ts';
import { MAX_KEPT_STEPS } from './step-ring.ts';
import { eventsWorld, type Listener, LONG_WALK, WALK } from './testing/events-world.ts';
import { LINGER_MS } from './user-events.ts';

describe('who comes back', () => {
  test('is told what they missed, once', () => {
    const { sessions, events, watch } = eventsWorld();
    const witness = watch('ann');
    const first = watch('ann');
    const session = sessions.open({ userId: 'ann' });
    session.push(WALK.slice(0, 500));
    events.leave('ann', first);
    session.push(WALK.slice(500, 800));
    const second = watch('ann', first.last);
    session.push(WALK.slice(800));
    expect([...first.steps, ...second.steps]).toEqual(witness.steps);
    expect(first.steps.length).toBeGreaterThan(5);
    expect(second.sessions[0]).toMatchObject({ gap: false });
  });

  test('is told so even when nobody watched meanwhile', () => {
    const { clock, sessions, events, watch } = eventsWorld();
    const first = watch('ann');
    const session = sessions.open({ userId: 'ann' });
    session.push(WALK.slice(0, 500));
    events.leave('ann', first);
    clock.advance(LINGER_MS - 1);
    session.push(WALK.slice(500));
    const second = watch('ann', first.last);
    expect(first.steps.length + second.steps.length).toBe(session.session.steps);
    expect(second.sessions[0]).toMatchObject({ gap: false, total_steps: session.session.steps });
  });

  test('is told of a gap when they were away for too long', () => {
    const { clock, sessions, events, watch, isListening } = eventsWorld();
    const first = watch('ann');
    const session = sessions.open({ userId: 'ann' });
    session.push(WALK.slice(0, 500));
    events.leave('ann', first);
    clock.advance(LINGER_MS);
    expect(isListening()).toBe(false);
    session.push(WALK.slice(500));
    const second = watch('ann', first.last);
    expect(second.steps).toEqual([]);
    expect(second.sessions[0]).toMatchObject({ gap: true, total_steps: session.session.steps });
  });

  test('is told of no gap where no step was confirmed since', () => {
    const { clock, sessions, events, watch } = eventsWorld();
    const first = watch('ann');
    sessions.open({ userId: 'ann' }).push(WALK);
    events.leave('ann', first);
    clock.advance(LINGER_MS);
    expect(watch('ann', first.last).sessions[0]).toMatchObject({ gap: false });
  });

  test('is told of the newest steps, and of a gap, when more were confirmed than are kept', () => {
    const { sessions, events, watch } = eventsWorld();
    const witness = watch('ann');
    const first = watch('ann');
    const session = sessions.open({ userId: 'ann' });
    session.push(LONG_WALK.slice(0, 500));
    events.leave('ann', first);
    session.push(LONG_WALK.slice(500));
    const second = watch('ann', first.last);
    expect(witness.steps.length).toBeGreaterThan(MAX_KEPT_STEPS + first.steps.length);
    expect(second.steps).toEqual(witness.steps.slice(-MAX_KEPT_STEPS));
    expect(second.sessions[0]).toMatchObject({ gap: true });
  });

  test('is told of a gap where what they heard last can not be read', () => {
    const { watch } = eventsWorld();
    expect(watch('ann', 'unknown').sessions[0]).toMatchObject({ gap: true });
    expect(watch('ann').sessions[0]).not.toHaveProperty('gap');
  });

  test('to a server that restored the session is not told again what they had heard', () => {
    const before = eventsWorld();
    const first = before.watch('ann');
    const lost = before.sessions.open({ userId: 'ann' });
    lost.push(WALK.slice(0, 700));
    lost.push(WALK.slice(700));

    // The same samples in the same frames: what a client sends again to a server that began anew.
    const after = eventsWorld();
    const restored = after.sessions.open({ userId: 'ann' });
    const { id } = restored.session;
    restored.push(WALK.slice(0, 300));
    const heard = { ...parsePosition(first.steps[9]?.id ?? ''), session: id } as never;
    const second = after.watch('ann', heard);
    restored.push(WALK.slice(300, 700));
    restored.push(WALK.slice(700));
    expect(second.sessions[0]).toMatchObject({ gap: false });
    const totals = (listener: Listener) => listener.steps.map(({ data }) => data['total_steps']);
    const position = parsePosition(first.steps[9]?.id ?? '');
    const expected = totals(first).filter((total) => (total as number) > (position?.total ?? 0));
    expect(totals(second)).toEqual(expected);
  });

  test('after a reset is told the steps that count from one again', () => {
    const { events, watch, sessions, hooks } = eventsWorld();
    const first = watch('ann');
    const session = sessions.open({ userId: 'ann' });
    session.push(WALK);
    events.leave('ann', first);
    const told: unknown[] = [];
    hooks.on('step', (_, { total }) => void told.push(total));
    (session.session as unknown as { reset(): void }).reset();
    session.push(LONG_WALK.slice(WALK.length, 2 * WALK.length));
    const second = watch('ann', first.last);
    expect(second.steps.map(({ data }) => data['total_steps'])).toEqual(told);
    expect(told[0]).toBe(1);
  });
});
