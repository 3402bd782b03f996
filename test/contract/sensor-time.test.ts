import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { AnyMessage, Detection } from './messages.ts';
import { feed, open, SAMPLE } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { syntheticWalk, type TimedSample } from './synthetic-walk.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function stepTimes(samples: readonly TimedSample[]): Promise<number[]> {
  const session = await open(server);
  const answers = await feed(session, samples, 'lone');
  session.client.destroy();
  return answers.flatMap((answer) => answer.steps.map((step) => step.timestamp));
}

describe('with the time of the sensor', () => {
  test.each([1_700_000_000, -1000, 0.5])('the origin %d is as good as 0', async (origin) => {
    const expected = await stepTimes(syntheticWalk().samples);
    const times = await stepTimes(syntheticWalk({ origin }).samples);
    expect(expected.length).toBeGreaterThan(0);
    expect(times.length).toBe(expected.length);
    for (const [i, time] of times.entries()) {
      expect(Math.abs(time - origin - (expected[i] ?? 0))).toBeLessThan(0.05);
    }
  });

  test('a pause on the way changes nothing', async () => {
    const { samples } = syntheticWalk();
    const session = await open(server);
    const early = await feed(session, samples.slice(0, 1000), 'lone');
    await Bun.sleep(300);
    const late = await feed(session, samples.slice(1000), 'lone');
    session.client.destroy();
    const times = [...early, ...late].flatMap((answer) => answer.steps.map((it) => it.timestamp));
    expect(times).toEqual(await stepTimes(samples));
  });

  test('other sessions change nothing', async () => {
    const one = syntheticWalk().samples;
    const other = syntheticWalk({ origin: 500, walkSeconds: 15 }).samples;
    const together = await Promise.all([one, other, one].map(stepTimes));
    expect(together).toEqual([await stepTimes(one), await stepTimes(other), await stepTimes(one)]);
  });

  test.each([20, 25, 50, 100, 200, 500])('%d Hz are answered sample by sample', async (rate) => {
    const session = await open(server);
    const samples = Array.from({ length: 3 * rate }, (_, i) => ({
      ...SAMPLE,
      timestamp: 10 + i / rate,
    }));
    const answers = await feed(session, samples, 'lone');
    expect(answers.at(-1)).toMatchObject({ total_steps: 0, total_predictions: samples.length });
    session.client.destroy();
  });
});

test('odd times are answered, each once, and the session lives on', async () => {
  // Equal, backwards, a gap of years, and none at all: not said to be errors, nor to be none.
  const session = await open(server);
  const times = [1, 1, 0.5, 1e9, 1e9 + 0.01, 2, -5, undefined, 3, 1e300, 4];
  for (const timestamp of times) {
    const answer = await session.ask(AnyMessage, { ...SAMPLE, timestamp });
    expect(['step_detection', 'error']).toContain(answer.type);
    if (answer.type === 'step_detection') expect(Detection.parse(answer).total_steps).toBe(0);
  }
  expect((await session.ask(Detection, SAMPLE)).total_steps).toBe(0);
  expect(session.client.unread()).toEqual([]);
  session.client.destroy();
});
