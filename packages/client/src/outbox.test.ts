import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { type Frame, Outbox } from './outbox.ts';
import { createRequest } from './requests.ts';
import type { TimedSample } from './samples.ts';

const sampleOf = (timestamp: number): TimedSample => ({
  timestamp,
  accel_x: 0,
  accel_y: 0,
  accel_z: 0,
});

/** What can happen, in any order; numbers say how much of it. */
const event = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('add'), n: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('ask'), n: fc.constant(1) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('send'), n: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('take'), n: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('answer'), n: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cut'), n: fc.constant(0) }) },
);

test('whatever happens, the server takes in each thing once, and in order', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const outbox = new Outbox({ maxQueue: 1_000_000, maxBatch: 7 });
      const given: unknown[] = [];
      // The far side: what is on the wire, what the session has taken in, what it has answered.
      let wire: Frame[] = [];
      const taken: unknown[] = [];
      let frames = 0;
      let answered = 0;
      const take = () => {
        const frame = wire.shift();
        if (!frame) return;
        frames++;
        taken.push(...(frame.samples ?? [frame.request]));
      };
      const cut = () => {
        wire = [];
        expect(outbox.resume(frames).length).toBe(frames - answered);
        answered = frames;
      };
      const send = () => {
        const frame = outbox.next();
        if (frame) wire.push(frame);
        return frame !== undefined;
      };
      const answer = () => {
        if (answered === frames) return;
        answered++;
        expect(outbox.answer()).toBeDefined();
      };
      const steps: Record<string, () => unknown> = {
        add: () => {
          const sample = sampleOf(given.length);
          given.push(sample);
          expect(outbox.addSample(sample)).toBe(0);
        },
        ask: () => {
          const request = createRequest('stats');
          given.push(request);
          outbox.addRequest(request);
        },
        send,
        take,
        answer,
        cut,
      };
      for (const { kind, n } of events) for (let i = 0; i <= n; i++) steps[kind]?.();
      cut();
      for (;;) {
        while (send());
        if (wire.length === 0) break;
        while (wire.length > 0) take();
        while (answered < frames) answer();
      }
      expect(taken).toEqual(given);
      expect(outbox.empty).toBe(true);
      expect([outbox.queued, outbox.inFlight]).toEqual([0, 0]);
    }),
    { numRuns: 500 },
  );
});

test('a new session gets all that was not answered, and what must come first', () => {
  const outbox = new Outbox({ maxQueue: 100, maxBatch: 2 });
  for (let i = 0; i < 6; i++) outbox.addSample(sampleOf(i));
  for (let i = 0; i < 2; i++) outbox.next();
  outbox.answer();
  outbox.restart(createRequest('configure'));
  const frames = [];
  for (let frame = outbox.next(); frame; frame = outbox.next()) frames.push(frame);
  expect(frames.map(({ request }) => request?.action)).toEqual(['configure', undefined, undefined]);
  const times = frames.flatMap(({ samples = [] }) => samples.map(({ timestamp }) => timestamp));
  expect(times).toEqual([2, 3, 4, 5]);
});

test('over its bound it drops the oldest sample that waits, never one under way nor a request', () => {
  const outbox = new Outbox({ maxQueue: 3, maxBatch: 1 });
  outbox.addSample(sampleOf(0));
  outbox.next();
  outbox.addRequest(createRequest('reset'));
  const dropped = [1, 2, 3, 4, 5].map((time) => outbox.addSample(sampleOf(time)));
  expect(dropped).toEqual([0, 0, 0, 1, 1]);
  outbox.resume(0);
  const order = [];
  for (let frame = outbox.next(); frame; frame = outbox.next()) {
    order.push(frame.request?.action ?? frame.samples?.[0]?.timestamp);
  }
  expect(order).toEqual([0, 'reset', 3, 4, 5]);
});

test('no more than some hundreds of samples are under way', () => {
  const outbox = new Outbox({ maxQueue: 10_000, maxBatch: 100 });
  for (let i = 0; i < 2000; i++) outbox.addSample(sampleOf(i));
  while (outbox.next());
  expect(outbox.inFlight).toBe(500);
  outbox.answer();
  expect(outbox.next()?.samples?.length).toBe(100);
  expect(outbox.next()).toBeUndefined();
});
