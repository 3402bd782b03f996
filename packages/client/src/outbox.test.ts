import { expect, test } from 'bun:test';
import type { TimedSample } from '@stepstream/protocol/codec';
import { Outbox } from './outbox.ts';
import { createRequest } from './requests.ts';

const sampleOf = (timestamp: number): TimedSample => ({
  timestamp,
  accel_x: 0,
  accel_y: 0,
  accel_z: 0,
});

const outboxOf = (options: { maxQueue?: number; maxBatch?: number; replies?: 'steps' } = {}) =>
  new Outbox({
    maxQueue: 10_000,
    maxBatch: 100,
    maxKept: 1000,
    replies: 'every_frame',
    ...options,
  });

/** As a sensor of 100 Hz takes them. */
const timeOf = (sample: number) => sample / 100;

/** Sends all that may go out now. */
function sendAll(outbox: Outbox) {
  const frames = [];
  for (let frame = outbox.next(); frame; frame = outbox.next()) frames.push(frame);
  return frames;
}

const timesIn = (frames: ReturnType<typeof sendAll> = []) =>
  frames.flatMap(({ samples = [] }) => samples.map(({ timestamp }) => timestamp));

test('a new session gets all that was not answered, and what must come first', () => {
  const outbox = outboxOf({ maxBatch: 2 });
  for (let i = 0; i < 6; i++) outbox.addSample(sampleOf(i));
  for (let i = 0; i < 2; i++) outbox.next();
  outbox.answerSamples(2);
  outbox.restart(createRequest('configure'));
  const frames = sendAll(outbox);
  expect(frames.map(({ request }) => request?.action)).toEqual(['configure', undefined, undefined]);
  expect(timesIn(frames)).toEqual([2, 3, 4, 5]);
});

test('over its bound it drops the oldest sample that waits, never one under way nor a request', () => {
  const outbox = outboxOf({ maxQueue: 3, maxBatch: 1 });
  outbox.addSample(sampleOf(0));
  outbox.next();
  outbox.addRequest(createRequest('reset'));
  const dropped = [1, 2, 3, 4, 5].map((time) => outbox.addSample(sampleOf(time)));
  expect(dropped).toEqual([0, 0, 0, 1, 1]);
  outbox.resume(0, 0);
  const order = sendAll(outbox).map(
    ({ request, samples }) => request?.action ?? samples?.[0]?.timestamp,
  );
  expect(order).toEqual([0, 'reset', 3, 4, 5]);
});

test('no more than some hundreds of samples are under way', () => {
  const outbox = outboxOf();
  for (let i = 0; i < 2000; i++) outbox.addSample(sampleOf(timeOf(i)));
  sendAll(outbox);
  expect(outbox.inFlight).toBe(500);
  outbox.answerSamples(100);
  expect(outbox.next()?.samples?.length).toBe(100);
  expect(outbox.next()).toBeUndefined();
});

test('no more than ten seconds are under way, however few samples these are', () => {
  for (const replies of [undefined, 'steps'] as const) {
    const outbox = outboxOf(replies && { replies });
    for (let i = 0; i < 2000; i++) outbox.addSample(sampleOf(i / 8));
    const frames = sendAll(outbox);
    const times = timesIn(frames);
    expect([times[0], times.at(-1)]).toEqual([0, 10]);
    // Where not every frame is answered, it asks for an answer before it stops sending.
    expect(frames.at(-1)?.request?.action).toBe(replies && 'stats');
    if (replies) outbox.answerRequest('stats');
    else outbox.answerSamples(times.length);
    expect(timesIn(sendAll(outbox)).at(-1)).toBe(20.125);
  }
});

test('where not every frame is answered, it asks for an answer before it stops sending', () => {
  const outbox = outboxOf({ replies: 'steps' });
  for (let i = 0; i < 2000; i++) outbox.addSample(sampleOf(timeOf(i)));
  const frames = sendAll(outbox);
  const sent: unknown[] = frames.map(({ samples, request }) => samples?.length ?? request?.action);
  expect(sent).toEqual([...[100, 100, 100, 'stats'], ...[100, 100]]);
  expect(outbox.answerRequest('stats')?.length).toBe(4);
  expect(outbox.inFlight).toBe(200);
});

test('no more than a thousand frames go out again at once where each is answered', () => {
  const outbox = outboxOf({ maxBatch: 1 });
  outbox.log.keeping = true;
  for (let i = 0; i < 3000; i++) outbox.addSample(sampleOf(timeOf(i)));
  while (sendAll(outbox).length > 0) outbox.answerSamples(Number.POSITIVE_INFINITY);
  outbox.resume(100, 100);
  expect(timesIn(sendAll(outbox))).toEqual(Array.from({ length: 1000 }, (_, i) => timeOf(100 + i)));
  outbox.answerSamples(600);
  expect(timesIn(sendAll(outbox)).length).toBe(500);
});

test('an answer speaks for the silent frames before it, and an error for one of them alone', () => {
  const outbox = outboxOf({ maxBatch: 2, replies: 'steps' });
  for (let i = 0; i < 10; i++) outbox.addSample(sampleOf(i));
  sendAll(outbox);
  // Two frames were taken in without a word, the third was refused.
  expect(timesIn(outbox.refuse(4))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(timesIn(outbox.answerSamples(6))).toEqual([6, 7]);
  // Of the last one, a sample was not usable.
  expect(timesIn(outbox.answerSamples(7, 1))).toEqual([8, 9]);
  expect(outbox.done).toBe(true);
});

test('resuming tells how many samples of the lost answers were taken in', () => {
  const outbox = outboxOf({ maxBatch: 2 });
  for (let i = 0; i < 6; i++) outbox.addSample(sampleOf(i));
  sendAll(outbox);
  const { lost, taken } = outbox.resume(2, 2);
  expect([timesIn(lost), taken]).toEqual([[0, 1, 2, 3], 2]);
  expect(timesIn(sendAll(outbox))).toEqual([4, 5]);
});
