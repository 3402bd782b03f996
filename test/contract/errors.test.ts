import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { type Bystanders, bystanders } from './bystanders.ts';
import { AnyMessage, Detection, ErrorMessage, MissingFields } from './messages.ts';
import { open, SAMPLE } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';

const GOOD = JSON.stringify(SAMPLE);
const FIELDS = Object.keys(SAMPLE) as (keyof typeof SAMPLE)[];

let server: RunningServer;
let around: Bystanders;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  around = await bystanders(server);
});
afterEach(() => around.leave());
afterAll(() => server.stop());

/** Sends what can't be used, and checks that it is answered as that and harms nobody. */
async function refused(bad: string | object) {
  const answer = await around.session.ask(ErrorMessage, bad);
  expect(answer.session_id).toBe(around.session.id);
  await around.expectUnharmed();
  return answer;
}

/** The example sample's text, with one field's value written as given. */
function withText(field: string, value: string): string {
  return JSON.stringify({ ...SAMPLE, [field]: 'VALUE' }).replace('"VALUE"', () => value);
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

test('the session these tests are made in has counted steps', () => {
  expect(around.counted).toBeGreaterThan(0);
});

describe('missing fields', () => {
  async function missing(message: string | object) {
    MissingFields.parse(await refused(message));
  }

  test.each(['accel_x', 'accel_y', 'accel_z'])('no %s', async (field) => {
    await missing({ ...SAMPLE, [field]: undefined });
  });

  test('none of them', async () => {
    await missing({});
    await missing({ hello: 'world' });
  });

  test('part of a gyroscope', async () => {
    const parts = [['x'], ['y'], ['z'], ['x', 'y'], ['x', 'z'], ['y', 'z']];
    for (const part of parts) {
      const left = Object.fromEntries(part.map((axis) => [`gyro_${axis}`, undefined]));
      await missing({ ...SAMPLE, ...left });
    }
  });

  test('fields that are only inherited', async () => {
    await missing(`{"__proto__":${GOOD}}`);
    await missing(`{"constructor":{"prototype":${GOOD}}}`);
  });
});

describe('text that is not JSON', () => {
  const texts = {
    'an empty frame': '',
    blanks: ' \n ',
    words: 'hello',
    'a cut object': GOOD.slice(0, -1),
    'two objects': GOOD + GOOD,
    NaN: withText('accel_x', 'NaN'),
    Infinity: withText('accel_x', '-Infinity'),
    'single quotes': GOOD.replaceAll('"', "'"),
    'a NUL': `${GOOD}\u0000`,
    'open brackets': '['.repeat(8_000),
  };
  test.each(Object.entries(texts))('%s', async (_, text) => {
    expect((await refused(text)).code).toBe('invalid_json');
  });
});

describe('JSON that is no object', () => {
  const texts = ['null', 'true', '0', '"stop"', '[]', `[${GOOD}]`, '[[]]', nested(20_000)];
  test.each(texts.map((text) => [text.slice(0, 20), text]))('%s', async (_, text) => {
    await refused(text);
  });
});

describe('a value of the wrong type names its field', () => {
  const values = ['"1"', '""', '"NaN"', 'true', 'false', '[1]', '{}', '{"valueOf":1}'];
  test.each(values)('%s', async (value) => {
    for (const field of [...FIELDS, 'timestamp']) {
      expect(await refused(withText(field, value))).toMatchObject({ code: 'invalid_value', field });
    }
  });

  test('null is a missing field or a wrong one', async () => {
    for (const field of FIELDS) {
      const { code } = await refused(withText(field, 'null'));
      expect(['missing_fields', 'invalid_value']).toContain(code);
    }
  });

  test('arrays nested 20,000 deep', async () => {
    for (const field of ['accel_x', 'gyro_z', 'timestamp']) {
      await refused(withText(field, nested(20_000)));
    }
  });
});

describe('a value beyond what is possible names its field', () => {
  const values = ['1e999', '-1e999', '1.7976931348623157e308', '-1e300', `1${'0'.repeat(400)}`];
  test.each(values)('%s', async (value) => {
    for (const field of FIELDS) {
      expect(await refused(withText(field, value))).toMatchObject({ code: 'invalid_value', field });
    }
  });

  test('more than 1000 m/s^2', async () => {
    for (const value of [1000.1, -1001]) {
      const bad = { ...SAMPLE, accel_x: 0, accel_z: value };
      expect((await refused(bad)).code).toBe('invalid_value');
    }
  });

  test('more than 200 rad/s', async () => {
    for (const value of [200.1, -201]) {
      expect((await refused({ ...SAMPLE, gyro_x: value })).code).toBe('invalid_value');
    }
  });

  test('a time that is not finite', async () => {
    const bad = withText('timestamp', '1e999');
    expect(await refused(bad)).toMatchObject({ code: 'invalid_value', field: 'timestamp' });
  });
});

test('1000 m/s^2 and 200 rad/s are still possible', async () => {
  const hard = { accel_x: 0, accel_y: -1000, accel_z: 0, gyro_x: 0, gyro_y: 0, gyro_z: 200 };
  const { timestamp } = around.sample();
  const answer = await around.session.ask(Detection, { ...hard, timestamp });
  expect(answer.prediction.movement_magnitude).toBeCloseTo(1000, 3);
});

describe('an unknown action', () => {
  test.each(['halt', '', 'STOP', 'stop ', '__proto__', 'constructor', 'toString'])(
    '%j',
    async (action) => {
      expect((await refused({ action })).code).toBe('unknown_action');
    },
  );

  test.each([['0'], ['null'], ['["stop"]'], ['{}'], [nested(20_000)]])(
    'which is not even a text',
    async (action) => {
      await refused(`{"action":${action}}`);
    },
  );
});

describe('payloads aimed at prototypes', () => {
  const texts = {
    'an action in __proto__': '{"__proto__":{"action":"stop"}}',
    'an action in constructor': '{"constructor":{"prototype":{"action":"stop"}}}',
    'batch in __proto__': `{"__proto__":{"samples":[${GOOD}]}}`,
    '__proto__ for a number': withText('accel_x', '{"__proto__":1}'),
  };
  test.each(Object.entries(texts))('%s', async (_, text) => {
    await refused(text);
  });

  test('beside a good sample they are ignored or refused', async () => {
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const sample = JSON.stringify(around.sample());
      const extra = `{"accel_x":1,"action":"stop","polluted":true,"total_steps":7}`;
      const answer = AnyMessage.parse(
        await around.session.ask(AnyMessage, `{"${key}":${extra},${sample.slice(1)}`),
      );
      expect(['step_detection', 'error']).toContain(answer.type);
      await around.expectUnharmed(answer.type === 'step_detection' ? 1 : 0);
    }
  });
});

describe('four hundred kilobytes of text', () => {
  const size = 400_000;
  const texts = {
    'of nothing': 'x'.repeat(size),
    'around a good sample': GOOD + ' '.repeat(size),
    'in a name': `{"${'n'.repeat(size)}":1}`,
    'in an action': JSON.stringify({ action: 's'.repeat(size) }),
    'of samples': JSON.stringify({ samples: Array(size / 80).fill(SAMPLE) }),
    'of brackets': nested(size / 2),
    'in many-byte characters': JSON.stringify({ action: '\u{1f463}'.repeat(size / 4) }),
  };
  test.each(Object.entries(texts))('%s', async (_, text) => {
    expect((await refused(text)).code).toBe('too_large');
  });

  test('and two megabytes are not even read', async () => {
    const { client } = await open(server);
    client.send('x'.repeat(2_000_000));
    expect([1006, 1009]).toContain((await client.closed).code);
  });
});

describe('a frame that takes long to read', () => {
  const texts = {
    'of brackets': nested(50_000),
    'of objects in objects': '{"a":'.repeat(40_000),
    'of keys': JSON.stringify(Object.fromEntries(Array.from({ length: 15_000 }, (_, i) => [i, i]))),
  };
  test.each(Object.entries(texts))('%s is not read', async (_, text) => {
    expect((await refused(text)).code).toBe('too_complex');
  });
});

test('a hundred bad messages in one write are a hundred errors', async () => {
  // A good sample after each: a client that sends only unreadable frames may be closed.
  const { session } = around;
  const bad = ['', '{}', 'x', '[]', '{"action":"no such"}'];
  for (let round = 0; round < 20; round++) {
    session.client.sendTogether(bad);
    for (const message of await session.client.collect(bad.length)) ErrorMessage.parse(message);
    await around.expectUnharmed();
  }
});

test('a client may get it wrong for ever, as long as it can be read', async () => {
  const { session } = around;
  const bad = [{}, { ...SAMPLE, accel_x: 'one' }, { action: 'no such' }];
  session.client.sendTogether(Array.from({ length: 500 }, () => bad).flat());
  for (const message of await session.client.collect(1500)) ErrorMessage.parse(message);
  await around.expectUnharmed();
});

test('unreadable text is answered, until at some point the server closes with 4400', async () => {
  const { session } = around;
  const texts = Array(5000).fill('not JSON');
  session.client.sendTogether(texts);
  for (const _ of texts) {
    const message = await session.client.next().catch(() => undefined);
    if (!message) break;
    ErrorMessage.parse(message);
  }
  const still = session.client.next(50).catch((error: Error) => error.message);
  expect(String(await still)).toMatch(/4400|waited/);
});
