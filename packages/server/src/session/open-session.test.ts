import { describe, expect, test } from 'bun:test';
import { CLASSIC, StepDetector } from '@stepstream/detector';
import { type Sample, STANDARD_GRAVITY } from '@stepstream/protocol';
import { aWalk, detect, rows } from '@stepstream/testing/stream';
import { type EndReason, Hooks } from '../hooks/index.ts';
import { type PushResult, SessionRegistry } from './index.ts';
import type { RegistryOptions } from './registry-options.ts';
import { createSessions } from './sessions.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { RecordingConnection } from './testing/recording-connection.ts';

const walk = rows(aWalk());
const SAMPLES: Sample[] = walk.map(([timestamp, accel_x, accel_y, accel_z]) => {
  return { timestamp, accel_x, accel_y, accel_z };
});
const STEPS = detect(walk, new StepDetector({ model: CLASSIC }));

function setUp(options: Partial<RegistryOptions> = {}) {
  const clock = new ManualClock();
  const hooks = new Hooks();
  const registry = new SessionRegistry({
    clock,
    hooks,
    model: CLASSIC,
    timeoutSeconds: 300,
    ...options,
  });
  const sessions = createSessions(registry);
  const ends: EndReason[] = [];
  const open = (userId?: string) => sessions.open({ userId, onEnd: (why) => void ends.push(why) });
  return { clock, hooks, registry, sessions, ends, open };
}

function pushed(result: PushResult): PushResult {
  if (result.fault) throw new Error(result.fault.message);
  return result;
}

describe('a session in this process', () => {
  test('finds the steps of the detector in as many samples as it is given', () => {
    const { open } = setUp();
    const one = open();
    const result = pushed(one.push(SAMPLES));
    expect(SAMPLES.length).toBeGreaterThan(1000);
    expect(result).toMatchObject({
      samples: SAMPLES.length,
      totalSteps: STEPS.length,
      pendingSteps: 0,
      rejected: [],
    });
    expect(result.steps.map(({ foot }) => foot)).toEqual(STEPS.map(({ foot }) => foot));
    result.steps.forEach(({ index, timestamp }, i) => {
      expect(timestamp).toBeCloseTo(STEPS[i]?.timestamp ?? -1, 5);
      expect(SAMPLES[index]?.timestamp).toBeGreaterThan(timestamp);
    });
    expect(one.session).toMatchObject({ steps: STEPS.length, samples: SAMPLES.length });
  });

  test('finds the same steps one sample at a time, and keeps what was returned', () => {
    const { open } = setUp();
    const one = open();
    const results = SAMPLES.map((sample) => pushed(one.push([sample])));
    const together = pushed(open().push(SAMPLES)).steps;
    const places = results.flatMap(({ steps }, i) => steps.map((step) => ({ ...step, index: i })));
    expect(places).toEqual([...together]);
    expect(results.at(-1)?.totalSteps).toBe(STEPS.length);
  });

  test('names the samples that can not be used, by their place among all', () => {
    const samples = SAMPLES.slice(0, 1200);
    samples[1100] = { ...SAMPLES[1100], accel_y: 1e6 } as Sample;
    const result = pushed(setUp().open().push(samples));
    expect(result.samples).toBe(1199);
    expect(result.rejected).toEqual([{ index: 1100, code: 'invalid_value', field: 'accel_y' }]);
  });

  test('tells what is wrong where no sample can be used', () => {
    const one = setUp().open();
    expect(one.push([{} as Sample]).fault).toMatchObject({ code: 'missing_fields' });
    expect(one.session.samples).toBe(0);
  });

  test('is held to the rate of the server', () => {
    const { open } = setUp({ maxRate: 10 });
    const one = open();
    expect(one.push(SAMPLES.slice(0, 1000)).fault).toBeUndefined();
    expect(one.push(SAMPLES.slice(1000)).fault).toMatchObject({ code: 'rate_limited' });
    expect(one.session.samples).toBe(1000);
  });

  test('counts in units of its own', () => {
    const one = setUp().open();
    one.configure({ accel_unit: 'g' });
    const inG = SAMPLES.map(({ accel_x, accel_y, accel_z, ...rest }) => {
      return {
        ...rest,
        accel_x: accel_x / STANDARD_GRAVITY,
        accel_y: accel_y / STANDARD_GRAVITY,
        accel_z: accel_z / STANDARD_GRAVITY,
      };
    });
    expect(pushed(one.push(inG)).totalSteps).toBe(STEPS.length);
  });

  test('is listed like any other, and told of by the hooks', () => {
    const { open, hooks, sessions, ends } = setUp();
    const told: string[] = [];
    hooks.on('sessionStart', ({ id }) => void told.push(`start ${id}`));
    hooks.on('step', ({ id }, { total }) => void told.push(`step ${id} ${total}`));
    hooks.on('sessionEnd', ({ id }, reason) => void told.push(`end ${id} ${reason}`));
    const one = open('ann');
    const { id } = one.session;
    expect([...sessions.list()]).toEqual([one.session]);
    expect(sessions.get(id)).toBe(one.session);
    pushed(one.push(SAMPLES));
    one.close();
    expect(told).toHaveLength(2 + STEPS.length);
    expect(told.at(-2)).toBe(`step ${id} ${STEPS.length}`);
    expect(told.at(-1)).toBe(`end ${id} stopped`);
    expect(ends).toEqual(['stopped']);
    expect(sessions.size).toBe(0);
  });
});

describe('a session in this process ends', () => {
  const ways: Record<string, (world: ReturnType<typeof setUp>) => void> = {
    timed_out: ({ clock }) => clock.advance(300_000),
    replaced: ({ registry }) => void registry.begin(new RecordingConnection(), 'ann'),
    terminated: ({ sessions }) => {
      for (const { id } of [...sessions.list()]) expect(sessions.end(id)).toBe(true);
    },
    server_closed: ({ registry }) => registry.endAll('server_closed'),
  };
  test.each(Object.entries(ways))('for %s, and counts nothing more', (reason, end) => {
    const world = setUp();
    const one = world.open('ann');
    pushed(one.push(SAMPLES.slice(0, 10)));
    end(world);
    expect(world.ends).toEqual([reason as EndReason]);
    const { totalRequests } = world.sessions;
    expect(pushed(one.push(SAMPLES.slice(10, 20)))).toMatchObject({ samples: 0, steps: [] });
    one.touch();
    one.close();
    expect(one.session.samples).toBe(10);
    expect(world.sessions.totalRequests).toBe(totalRequests);
    expect(world.ends).toEqual([reason as EndReason]);
  });

  test('after a silence that any sign of life puts off', () => {
    const { clock, open, ends } = setUp();
    const one = open();
    clock.advance(299_000);
    one.touch();
    clock.advance(299_000);
    pushed(one.push(SAMPLES.slice(0, 1)));
    clock.advance(299_999);
    expect(ends).toEqual([]);
    clock.advance(1);
    expect(ends).toEqual(['timed_out']);
    expect(clock.pendingTimers).toBe(0);
  });
});

test('where there is no room none is opened, but one that replaces its user needs none', () => {
  const { open, sessions, ends } = setUp({ maxSessions: 1 });
  open('ann');
  expect(sessions.isFull()).toBe(true);
  expect(() => open()).toThrow(RangeError);
  expect(sessions.isFull('ann')).toBe(false);
  open('ann');
  expect(ends).toEqual(['replaced']);
  expect(sessions.size).toBe(1);
});

test('an id that nobody has ends nothing', () => {
  const { sessions } = setUp();
  expect(sessions.end('nobody')).toBe(false);
  expect(sessions.get('nobody')).toBeUndefined();
});

test('an operator who ends a session that is away keeps it from coming back', () => {
  const { registry, sessions } = setUp({ resume: { windowSeconds: 120, most: 10 } });
  const session = registry.begin(new RecordingConnection());
  registry.disconnect(session);
  expect(sessions.end(session.id)).toBe(false);
  expect(registry.detached).toBe(0);
});

test('a listener may push what it hears into a session of its own', () => {
  const { hooks, open } = setUp();
  const [first, second] = [open(), open()];
  const heard: number[] = [];
  hooks.on('step', ({ id }, { total }) => {
    if (id !== first.session.id) return;
    heard.push(total);
    // As many samples as its own session has not seen.
    second.push(SAMPLES.slice(second.session.samples, second.session.samples + 40));
  });
  const result = pushed(first.push(SAMPLES.slice(0, 1000)));
  const alone = pushed(setUp().open().push(SAMPLES.slice(0, 1000)));
  expect(result).toEqual(alone);
  expect(result.steps.length).toBeGreaterThan(10);
  expect(heard).toEqual(result.steps.map((_, i) => i + 1));
  expect(second.session.samples).toBe(40 * heard.length);
});
