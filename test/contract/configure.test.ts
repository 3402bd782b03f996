import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { ConfigureResponse, Detection, ErrorMessage, StatsResponse } from './messages.ts';
import { feed, open, SAMPLE, type Session } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { inOtherUnits, syntheticWalk } from './synthetic-walk.ts';

const DEFAULTS = {
  accel_unit: 'm/s^2',
  gyro_unit: 'rad/s',
  gravity: 'included',
  confirm_after: 4,
  replies: 'every_frame',
  clock: 'sensor',
  time_zone: 'UTC',
} as const;

let server: RunningServer;
let session: Session;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  session = await open(server);
});
afterEach(() => session.client.destroy());
afterAll(() => server.stop());

function configure(settings: object) {
  return session.ask(ConfigureResponse, { action: 'configure', ...settings });
}

/** What is in force, asked by setting what any session may have at any time. */
async function inForce() {
  return configure({ gravity: 'included' });
}

async function walked(samples: Parameters<typeof feed>[1]): Promise<number> {
  return (await feed(session, samples, 50)).at(-1)?.total_steps ?? 0;
}

describe('configure', () => {
  test('echoes what is in force, with the defaults for what was never set', async () => {
    expect(await inForce()).toMatchObject({ ...DEFAULTS, session_id: session.id });
    const confirm = await configure({ confirm_after: 7 });
    expect(confirm).toMatchObject({ ...DEFAULTS, confirm_after: 7 });
    const units = await configure({ accel_unit: 'g', gyro_unit: 'deg/s' });
    const both = { accel_unit: 'g', gyro_unit: 'deg/s', confirm_after: 7 } as const;
    expect(units).toMatchObject({ ...DEFAULTS, ...both });
  });

  const valid = [
    ...['m/s^2', 'g'].map((accel_unit) => ({ accel_unit })),
    ...['rad/s', 'deg/s'].map((gyro_unit) => ({ gyro_unit })),
    ...['included', 'excluded'].map((gravity) => ({ gravity })),
    ...[1, 2, 9, 10].map((confirm_after) => ({ confirm_after })),
    ...['every_frame', 'steps'].map((replies) => ({ replies })),
    ...['sensor', 'unix'].map((clock) => ({ clock })),
    ...['Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'].map((time_zone) => ({
      time_zone,
    })),
  ];
  test.each(valid)('takes %j', async (setting) => {
    expect(await configure(setting)).toMatchObject({ ...DEFAULTS, ...setting });
  });

  test('is of its own session', async () => {
    await configure({ confirm_after: 9 });
    const other = await open(server);
    const answer = await other.ask(ConfigureResponse, { action: 'configure', gravity: 'included' });
    expect(answer.confirm_after).toBe(4);
    other.client.destroy();
  });
});

describe('an unknown key or value is an error and changes nothing', () => {
  const invalid: object[] = [
    { colour: 'red' },
    { constructor: 1 },
    { accel_unit: 'furlong' },
    { accel_unit: 'G' },
    { accel_unit: null },
    { accel_unit: ['g'] },
    { gyro_unit: 'rpm' },
    { gyro_unit: 0 },
    { gravity: 'absent' },
    { gravity: true },
    { confirm_after: 0 },
    { confirm_after: 11 },
    { confirm_after: 2.5 },
    { confirm_after: '2' },
    { confirm_after: -1 },
    { confirm_after: 1e99 },
    { confirm_after: null },
    { clock: 'UNIX' },
    { clock: null },
    { time_zone: 'Europe/Atlantis' },
    { time_zone: '+02:00' },
    { time_zone: '' },
    { time_zone: 1 },
    { time_zone: 'A'.repeat(100_000) },
    { replies: 'never' },
    { replies: {} },
  ];
  test.each(invalid)('%j', async (setting) => {
    // Good settings come before and after it in the same message: none of them may hold.
    const good = { action: 'configure', accel_unit: 'g', confirm_after: 2 };
    await session.ask(ErrorMessage, { ...good, ...setting });
    await session.ask(ErrorMessage, { ...setting, gyro_unit: 'deg/s', ...good, ...setting });
    expect(await inForce()).toMatchObject(DEFAULTS);
  });

  test('a key of the prototype', async () => {
    session.client.send('{"action":"configure","__proto__":{"confirm_after":1,"accel_unit":"g"}}');
    await session.client.next();
    expect(await inForce()).toMatchObject(DEFAULTS);
  });
});

describe('clock unix', () => {
  const NOW = 1_700_000_000;
  const at = (timestamp: number) => ({ ...SAMPLE, timestamp });

  test('takes Unix seconds, and counts as without it', async () => {
    const { samples } = syntheticWalk();
    const unix = samples.map((sample, i) => ({ ...sample, timestamp: NOW + i / 50 }));
    const expected = await walked(unix);
    session.client.destroy();
    session = await open(server);
    await configure({ clock: 'unix', time_zone: 'Europe/Berlin' });
    expect(await walked(unix)).toBe(expected);
    expect(expected).toBeGreaterThan(0);
  });

  test('refuses milliseconds, since 1970 and of any origin', async () => {
    await configure({ clock: 'unix' });
    const epoch = await session.ask(ErrorMessage, at(1000 * NOW));
    expect(epoch).toMatchObject({ code: 'invalid_value', field: 'timestamp' });
    const uptime = [0, 20, 40, 60].map((offset) => at(123_000 + offset));
    const other = await session.ask(ErrorMessage, { samples: uptime });
    expect(other.code).toBe('invalid_value');
    expect(other.error).toContain('in seconds, not milliseconds');
  });
});

describe('units', () => {
  test('g and degrees count the same walk', async () => {
    const { samples } = syntheticWalk();
    const expected = await walked(samples);
    session.client.destroy();
    session = await open(server);
    await configure({ accel_unit: 'g', gyro_unit: 'deg/s' });
    expect(await walked(samples.map(inOtherUnits))).toBe(expected);
    expect(expected).toBeGreaterThan(0);
  });

  test('movement_magnitude stays in m/s^2', async () => {
    await configure({ accel_unit: 'g' });
    const sample = { ...SAMPLE, accel_x: 0, accel_y: 0, accel_z: -1 };
    const { prediction } = await session.ask(Detection, sample);
    expect(prediction.movement_magnitude).toBeCloseTo(9.80665, 2);
  });

  test('what is impossible is so after the units', async () => {
    await configure({ accel_unit: 'g', gyro_unit: 'deg/s' });
    await session.ask(Detection, { ...SAMPLE, accel_x: 101, gyro_x: 11_400 });
    for (const bad of [{ accel_x: 103 }, { gyro_x: 11_500 }]) {
      expect((await session.ask(ErrorMessage, { ...SAMPLE, ...bad })).code).toBe('invalid_value');
    }
  });
});

test('a walk is counted with gravity left out', async () => {
  const walk = syntheticWalk({ linear: true });
  await configure({ gravity: 'excluded' });
  const total = await walked(walk.samples);
  expect(Math.abs(total - walk.landings.length)).toBeLessThanOrEqual(4);
});

test('replies "steps": every step is told, most samples are not answered', async () => {
  const { samples } = syntheticWalk();
  const expected = (await feed(session, samples, 'lone')).flatMap((answer) => answer.steps);
  session.client.destroy();
  session = await open(server);
  await configure({ replies: 'steps' });
  session.client.sendTogether([...samples, { action: 'stats' }]);

  const told: Detection['steps'] = [];
  let answers = 0;
  let message = await session.client.next();
  for (; message['type'] === 'step_detection'; message = await session.client.next()) {
    const answer = Detection.parse(message);
    told.push(...answer.steps);
    expect(answer.total_steps).toBe(told.length);
    answers += 1;
  }
  expect(StatsResponse.parse(message).user_stats.total_requests).toBe(samples.length + 2);
  expect(told).toEqual(expected);
  expect(answers).toBeLessThan(samples.length / 2);

  // Errors are no replies to samples: they are told as ever.
  await session.ask(ErrorMessage, 'not JSON');
});
