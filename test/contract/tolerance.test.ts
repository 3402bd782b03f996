import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { z } from 'zod';
import { AnyMessage, Detection, ErrorMessage } from './messages.ts';
import { batch, chunks, feed, open, SAMPLE, type Session } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { syntheticWalk, type TimedSample } from './synthetic-walk.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const Tolerant = Detection.and(
  z.looseObject({
    rejected: z
      .array(z.looseObject({ index: z.int(), code: z.string(), field: z.string().optional() }))
      .optional(),
  }),
);
const Pong = AnyMessage.extend({ type: z.literal('pong') });

/** Sends what no client should send, and which the documents don't describe, so it isn't checked. */
async function askOddly<S extends z.ZodType>(session: Session, kind: S, message: object) {
  session.client.send(message);
  return session.expect(kind);
}

async function withSession<T>(use: (session: Session) => Promise<T>): Promise<T> {
  const session = await open(server);
  try {
    return await use(session);
  } finally {
    session.client.destroy();
  }
}

test('a gyroscope of null is none, and steps are counted as without one', async () => {
  const count = (samples: readonly object[]) =>
    withSession(async (session) => {
      const answers = await feed(session, samples as TimedSample[], 50);
      return answers.at(-1)?.total_steps;
    });
  const without = syntheticWalk({ gyro: false }).samples;
  const withNull = without.map((one) => ({ ...one, gyro_x: null, gyro_y: null, gyro_z: null }));
  const steps = await count(without);
  expect(steps).toBeGreaterThan(20);
  expect(await count(withNull)).toBe(steps);
});

describe('samples of a batch that can not be used', () => {
  test('are left out, listed, and not counted; the rest is', () =>
    withSession(async (session) => {
      const answer = await askOddly(
        session,
        Tolerant,
        batch([{ ...SAMPLE, accel_x: undefined }, SAMPLE, { ...SAMPLE, gyro_y: 'x' }, SAMPLE, 7]),
      );
      expect(answer.total_predictions).toBe(2);
      expect(answer.rejected).toEqual([
        { index: 0, code: 'missing_fields', field: 'accel_x' },
        { index: 2, code: 'invalid_value', field: 'gyro_y' },
        { index: 4, code: 'invalid_value' },
      ]);
      expect((await session.ask(Tolerant, batch([SAMPLE]))).rejected).toBeUndefined();
    }));

  test('are an error where there is no other, and it names the first', () =>
    withSession(async (session) => {
      const content = batch([{ ...SAMPLE, accel_z: 1e6 }, null]);
      const error = await session.ask(ErrorMessage, content);
      expect(error).toMatchObject({ code: 'invalid_value', field: 'samples[0].accel_z' });
      expect((await session.ask(Detection, SAMPLE)).total_predictions).toBe(1);
    }));

  test('do not shift the positions that steps name', async () => {
    const { samples } = syntheticWalk();
    const plain = await withSession((session) => feed(session, samples, 50));
    const expected = plain.flatMap(({ steps }) => steps.map((step) => step.timestamp));
    await withSession(async (session) => {
      const found: number[] = [];
      for (const group of chunks(samples, 50)) {
        const answer = await askOddly(session, Tolerant, batch([null, ...group]));
        for (const step of answer.steps) {
          found.push(step.timestamp);
          expect(step.index).toBeGreaterThanOrEqual(1);
          expect(step.index).toBeLessThanOrEqual(group.length);
        }
      }
      expect(found).toEqual(expected);
    });
  });

  test('are those with a time, where the first has none', () =>
    withSession(async (session) => {
      const mixed = batch([SAMPLE, { ...SAMPLE, timestamp: 1 }, SAMPLE]);
      const answer = await askOddly(session, Tolerant, mixed);
      expect(answer.rejected).toEqual([{ index: 1, code: 'invalid_value', field: 'timestamp' }]);
    }));
});

test('samples of a batch in any order count as in order of time, by their own positions', async () => {
  const { samples } = syntheticWalk();
  const inOrder = await withSession((session) => feed(session, samples, 50));
  const reversed = await withSession((session) =>
    feed(
      session,
      chunks(samples, 50).flatMap((group) => group.toReversed()),
      50,
    ),
  );
  const steps = inOrder.map((answer) => answer.steps);
  expect(steps.flat().length).toBeGreaterThan(20);
  expect(reversed.map((answer) => answer.steps)).toEqual(
    steps.map((list) => list.map((step) => ({ ...step, index: 49 - step.index }))),
  );
});

describe('timestamps of whole seconds are spread over the time they cover', () => {
  test.each(['lone', 50, 7] as const)('in frames of %p', async (framing) => {
    const { samples, landings } = syntheticWalk({ origin: 1_700_000_000 });
    const coarse = samples.map((one) => ({ ...one, timestamp: Math.floor(one.timestamp) }));
    const answers = await withSession((session) => feed(session, coarse, framing));
    const steps = answers.at(-1)?.total_steps ?? 0;
    expect(Math.abs(steps - landings.length)).toBeLessThanOrEqual(2);
  });
});

test('times that the samples of a frame share are spread', async () => {
  const { samples, landings } = syntheticWalk();
  const shared = chunks(samples, 10).flatMap((group) =>
    group.map((one) => ({ ...one, timestamp: (group[0] as TimedSample).timestamp + 0.05 })),
  );
  const answers = await withSession((session) => feed(session, shared, 50));
  expect(Math.abs((answers.at(-1)?.total_steps ?? 0) - landings.length)).toBeLessThanOrEqual(2);
});

describe('milliseconds of any origin are refused, with the sentence that says so', () => {
  const inMilliseconds = (origin: number) =>
    Array.from({ length: 30 }, (_, i) => ({ ...SAMPLE, timestamp: origin + 10 * i }));

  test.each([0, 5_000_000, -700])('in batches, from %d', (origin) =>
    withSession(async (session) => {
      const error = await session.ask(ErrorMessage, batch(inMilliseconds(origin)));
      expect(error.code).toBe('invalid_value');
      expect(error.field).toContain('timestamp');
      expect(error.error).toContain('in seconds, not milliseconds');
      expect((await session.ask(Detection, SAMPLE)).total_predictions).toBe(1);
    }),
  );

  test.each([0, 5_000_000])('one by one, from %d, soon', (origin) =>
    withSession(async (session) => {
      const samples = inMilliseconds(origin);
      session.client.sendTogether(samples);
      const answers = await session.client.collect(samples.length);
      for (const answer of answers.slice(10)) {
        expect(ErrorMessage.parse(answer).error).toContain('in seconds, not milliseconds');
      }
    }),
  );
});

test('a ping is answered with a pong, and counts as a message', () =>
  withSession(async (session) => {
    const pong = await session.ask(Pong, { action: 'ping' });
    expect(pong.session_id).toBe(session.id);
    expect((await session.ask(Detection, SAMPLE)).total_predictions).toBe(1);
  }));
