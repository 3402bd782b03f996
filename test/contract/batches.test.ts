import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { type Bystanders, bystanders } from './bystanders.ts';
import { Detection, ErrorMessage } from './messages.ts';
import { batch, SAMPLE } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';

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

function samples(count: number) {
  return Array.from({ length: count }, () => around.sample());
}

describe('a batch has one answer', () => {
  test.each([1, 2, 50, 999, 1000])('of %d samples, each counted', async (count) => {
    const { session } = around;
    const { total_predictions } = await session.ask(Detection, around.sample());
    const answer = await session.ask(Detection, batch(samples(count)));
    expect(answer.total_predictions).toBe(total_predictions + count);
    expect(answer.total_steps).toBe(around.counted);
    expect(session.client.unread()).toEqual([]);
  });

  test('which speaks of its last sample', async () => {
    const earlier = samples(2);
    const last = { ...around.sample(), accel_x: 3, accel_y: 0, accel_z: 9 };
    const answer = await around.session.ask(Detection, batch([...earlier, last]));
    expect(answer.prediction.movement_magnitude).toBeCloseTo(Math.hypot(3, 9), 3);
  });

  test('with and without a gyroscope, in one', async () => {
    const mixed = samples(10).map(({ gyro_x, gyro_y, gyro_z, ...bare }, i) =>
      i % 3 ? { ...bare, gyro_x, gyro_y, gyro_z } : bare,
    );
    await around.session.ask(Detection, batch(mixed));
  });
});

describe('a batch that can not be used is one error, and none of it is counted', () => {
  const sizes = { none: 0, 'one too many': 1001, 'far too many': 5000 };
  test.each(Object.entries(sizes))('%s', async (_, count) => {
    const { session } = around;
    const first = await session.ask(ErrorMessage, batch(Array(count).fill(SAMPLE)));
    await around.expectUnharmed();
    const second = await session.ask(ErrorMessage, batch(Array(count).fill(SAMPLE)));
    expect(second.code).toBe(first.code);
    await around.expectUnharmed();
  });

  const contents: Record<string, unknown> = {
    'not a list': SAMPLE,
    'a list in an object': { 0: SAMPLE, length: 1 },
    null: null,
    text: 'samples',
    'a null': [null],
    'an empty object': [{}],
    'a list of lists': [[SAMPLE]],
    'a batch in a batch': [{ samples: [SAMPLE] }],
    'an action': [{ action: 'stop' }],
    'samples none of which can be used': [
      { ...SAMPLE, accel_y: undefined },
      { ...SAMPLE, accel_y: '1' },
    ],
  };
  test.each(Object.entries(contents))('%s', async (_, content) => {
    await around.session.ask(ErrorMessage, { samples: content });
    await around.expectUnharmed();
  });
});

describe('a sample that can not be used does not cost the others of its batch', () => {
  const bad: Record<string, [sample: object, code: string, field: string]> = {
    'a missing field': [{ ...SAMPLE, accel_y: undefined }, 'missing_fields', 'accel_y'],
    'half a gyroscope': [{ ...SAMPLE, gyro_y: undefined }, 'missing_fields', 'gyro_y'],
    'a text for a number': [{ ...SAMPLE, accel_y: '1' }, 'invalid_value', 'accel_y'],
    'an impossible value': [{ ...SAMPLE, accel_y: 1e6 }, 'invalid_value', 'accel_y'],
  };
  test.each(Object.entries(bad))('%s in one of its samples', async (_, [sample, code, field]) => {
    for (const place of [0, 5, 9]) {
      const { session } = around;
      const { total_predictions } = await session.ask(Detection, around.sample());
      const content: object[] = samples(10);
      content[place] = sample;
      const answer = await session.ask(Detection, batch(content));
      expect(answer.rejected).toEqual([{ index: place, code, field }]);
      expect(answer.total_predictions).toBe(total_predictions + 9);
      expect(session.client.unread()).toEqual([]);
    }
  });

  test.each(Object.entries(bad))('%s in each of them is an error', async (_, [sample, code]) => {
    const content = Array<object>(10).fill(sample);
    expect((await around.session.ask(ErrorMessage, batch(content))).code).toBe(code);
    await around.expectUnharmed();
  });
});
