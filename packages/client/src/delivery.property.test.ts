import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { type Act, Play } from './testing/play.ts';
import { isRejected, stepsAmong } from './testing/saving-server.ts';

/** What can happen, in any order; `n` says how much of it. */
const KINDS = {
  add: [6, 20],
  reset: [1, 0],
  configure: [1, 0],
  send: [4, 5],
  take: [5, 4],
  take_silently: [4, 4],
  hear: [5, 5],
  save: [3, 0],
  cut: [1, 0],
  crash: [2, 0],
  reload: [1, 0],
} as const satisfies Record<Act, readonly [weight: number, most: number]>;
const events = fc.array(
  fc.oneof(
    ...(Object.keys(KINDS) as Act[]).map((kind) => ({
      weight: KINDS[kind][0],
      arbitrary: fc.record({ kind: fc.constant(kind), n: fc.nat(KINDS[kind][1]) }),
    })),
  ),
  { maxLength: 80 },
);

const MODES = (['every_frame', 'steps'] as const).map((replies) => [replies] as const);

test.each(MODES)(
  'with replies to %s, cuts, crashes and reloads lose no step and tell none twice',
  (replies) => {
    fc.assert(
      fc.property(events, (list) => {
        const play = new Play({ replies });
        const reloads = list.some(({ kind }) => kind === 'reload');
        let lastReset = 0;
        for (const { kind, n } of list) {
          for (let i = 0; i <= n; i++) play.acts[kind]();
          if (kind === 'reset') lastReset = play.given;
        }
        play.finish();
        const expected = stepsAmong(play.given);
        const times = play.steps.map(({ timestamp }) => timestamp);
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
        // A session that was reset tells no more of steps before, where their answers were lost.
        const kept = (list: readonly number[]) => list.filter((time) => time >= lastReset);
        expect(kept(times)).toEqual(kept(expected));
        const seen = play.server.seen.filter((item) => typeof item === 'number');
        const all = Array.from({ length: play.given }, (_, i) => i);
        expect(seen).toEqual(all.filter((i) => !isRejected(i)));
        expect([play.delivery.left, play.delivery.outbox.done]).toEqual([0, true]);
        if (reloads) return;
        // Requests that wait are not kept beyond a page, and each page counts its own samples.
        const { accepted, delivered, refused } = play.delivery.counters;
        expect([accepted, delivered + refused]).toEqual([play.given, play.given]);
        // A frame of which nothing could be used is an error, not an update.
        expect(play.told).toEqual([...new Set(play.told)].sort((a, b) => Number(a) - Number(b)));
        expect(play.told).toEqual(expect.arrayContaining(seen));
        expect(play.delivery.totalSteps).toBe(kept(expected).length);
      }),
      { numRuns: 1000 },
    );
  },
);
