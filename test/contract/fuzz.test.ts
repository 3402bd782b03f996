import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'bun:test';
import fc from 'fast-check';
import { AnyMessage, Detection, StatsResponse } from './messages.ts';
import { open, SAMPLE, type Session } from './session.ts';
import { type RunningServer, startServer } from './start-server.ts';

const RUNS = 300;

let server: RunningServer;
let session: Session;
let requests: number;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  session = await open(server);
  requests = 0;
});
afterEach(async () => {
  // Whatever it was told, it still takes a sample.
  await session.ask(Detection, SAMPLE);
  session.client.destroy();
});
afterAll(() => server.stop());

/** Sends a text and a question: were there no answer to it, or two, the question's would be off. */
async function answeredOnce(text: string): Promise<void> {
  session.client.sendTogether([text, '{"action":"stats"}']);
  const answer = AnyMessage.parse(await session.client.next());
  expect(answer.session_id).toBe(session.id);
  if (answer.type === 'step_detection') Detection.parse(answer);
  requests += 2;
  const { user_stats } = await session.expect(StatsResponse);
  expect(user_stats.total_requests).toBe(requests);
}

function check(texts: fc.Arbitrary<string>): Promise<void> {
  return fc.assert(fc.asyncProperty(texts, answeredOnce), { numRuns: RUNS });
}

const value = fc.oneof(
  fc.jsonValue(),
  fc.double(),
  fc.constantFrom(1e308, -1e308, 5e-324, 2 ** 53, '1', 'NaN', '', null, 'g', 'deg/s'),
);

const field = fc.constantFrom(
  ...Object.keys(SAMPLE),
  'timestamp',
  'samples',
  'type',
  '__proto__',
  'constructor',
  'toString',
);

const mutatedSample = fc
  .record({ changes: fc.array(fc.tuple(field, value)), dropped: fc.array(field, { maxLength: 3 }) })
  .map(({ changes, dropped }) => {
    const entries = [...Object.entries(SAMPLE), ...changes];
    // From entries, since an assignment to `__proto__` would make no field of it.
    return Object.fromEntries(entries.filter(([name]) => !dropped.includes(name)));
  });

test('any JSON value is answered once', () => check(fc.json()));

test('any text is answered once', () => check(fc.string({ unit: 'grapheme', maxLength: 200 })));

test('any mutated sample is answered once', () =>
  check(mutatedSample.map((sample) => JSON.stringify(sample))));

test('any batch of mutated samples is answered once', () => {
  const batches = fc.array(fc.oneof(fc.constant(SAMPLE), mutatedSample, value), { maxLength: 20 });
  return check(batches.map((samples) => JSON.stringify({ samples })));
});

test('any cut or patched sample is answered once', () => {
  const text = JSON.stringify({ ...SAMPLE, timestamp: 12.5 });
  const patch = fc.tuple(
    fc.nat(text.length),
    fc.nat(10),
    fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('\u0000', '}', '[', '"', 'e99', '-')),
  );
  return check(patch.map(([at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut)));
});

test('any control frame but a stop is answered once', () => {
  const action = fc.oneof(
    fc.constantFrom('reset', 'stats', 'configure', 'halt', '__proto__', 'constructor'),
    fc.jsonValue().filter((it) => it !== 'stop'),
  );
  const setting = fc.constantFrom(
    'accel_unit',
    'gyro_unit',
    'gravity',
    'confirm_after',
    'samples',
    'accel_x',
    '__proto__',
  );
  // Without `replies`, which is the one way to be answered less.
  const frames = fc.tuple(action, fc.dictionary(setting, value, { noNullPrototype: true }));
  return check(frames.map(([name, settings]) => JSON.stringify({ action: name, ...settings })));
});
