import { expect, test } from 'bun:test';
import type { TimedSample } from '@stepstream/protocol/codec';
import fc from 'fast-check';
import { Outbox, type OutboxOptions, type OutboxSnapshot } from './outbox.ts';
import { createRequest } from './requests.ts';
import { FarSide, type Treatment } from './testing/far-side.ts';

const sampleOf = (timestamp: number): TimedSample => ({
  timestamp,
  accel_x: 0,
  accel_y: 0,
  accel_z: 0,
});

/** What can happen, in any order; numbers say how much of it. */
const event = (refusals: boolean) => {
  const treatments: Treatment[] = [
    'answer',
    'stay_silent',
    ...(refusals ? ['refuse' as const] : []),
  ];
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('add'), n: fc.nat(40) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('ask'), n: fc.constant(1) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('send'), n: fc.nat(5) }) },
    ...treatments.map((kind) => ({
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant(kind), n: fc.nat(3) }),
    })),
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('hear'), n: fc.nat(5) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('cut'), n: fc.constant(0) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('save'), n: fc.constant(0) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reload'), n: fc.constant(0) }) },
  );
};

/** Plays events; `onReload` says what the next page finds. */
function play(
  events: readonly { readonly kind: string; readonly n: number }[],
  options: OutboxOptions,
  onReload: (far: FarSide, saved: OutboxSnapshot | undefined) => OutboxSnapshot | undefined,
) {
  const far = new FarSide(new Outbox(options));
  let given = 0;
  let saved: OutboxSnapshot | undefined;
  const acts: Record<string, () => unknown> = {
    add: () => far.outbox.addSample(sampleOf(given++)),
    ask: () => far.outbox.addRequest(createRequest('reset')),
    send: () => far.send(),
    answer: () => far.take('answer'),
    stay_silent: () => far.take(options.replies === 'steps' ? 'stay_silent' : 'answer'),
    refuse: () => far.take('refuse'),
    hear: () => far.answer(),
    cut: () => far.cut(),
    save: () => {
      saved = far.outbox.snapshot();
    },
    reload: () => {
      const snapshot = onReload(far, saved);
      if (!snapshot) return;
      far.outbox = new Outbox(options);
      far.outbox.restore(JSON.parse(JSON.stringify(snapshot)));
      far.cut();
    },
  };
  for (const { kind, n } of events) for (let i = 0; i <= n; i++) acts[kind]?.();
  // The rest goes through a link that works; a probe brings the last answer.
  far.cut();
  far.outbox.addRequest(createRequest('stats'));
  for (let busy = true; busy; ) {
    busy = false;
    for (const act of [() => far.send(), () => far.take('answer'), () => far.answer()]) {
      while (act()) busy = true;
    }
  }
  const { queued, inFlight, quiet, done } = far.outbox;
  expect([queued, inFlight, quiet, done]).toEqual([0, 0, true, true]);
  const samples = far.seen.filter((item) => typeof item === 'number');
  return { far, given, samples };
}

const limits = { maxQueue: 1_000_000, maxBatch: 7, maxKept: 1_000_000 };

test.each(['every_frame', 'steps'] as const)(
  'whatever happens with replies to %s, the server sees each sample once, and in order',
  (replies) => {
    fc.assert(
      fc.property(fc.array(event(true), { maxLength: 60 }), (events) => {
        const { samples, given } = play(events, { ...limits, replies }, ({ outbox }) =>
          outbox.snapshot(),
        );
        expect(samples).toEqual(Array.from({ length: given }, (_, i) => i));
      }),
      { numRuns: 500 },
    );
  },
);

test('a page that goes on from an older state sends nothing twice', () => {
  fc.assert(
    fc.property(fc.array(event(false), { maxLength: 60 }), (events) => {
      const { samples } = play(events, { ...limits, replies: 'steps' }, (_, saved) => saved);
      expect(samples).toEqual([...new Set(samples)].sort((a, b) => a - b));
    }),
    { numRuns: 500 },
  );
});
