import { expect, test } from 'bun:test';
import { seededRandom } from '@stepstream/math';
import { clockTrack } from './example-tracks.ts';
import { Pools, type Shares } from './pools.ts';
import { TRACK_KINDS, type Track } from './track.ts';

const DRAWS = 20_000;
const sharesOf = (shares: Partial<Shares>) =>
  ({ ...Object.fromEntries(TRACK_KINDS.map((kind) => [kind, 0])), ...shares }) as Shares;
const trackOf = (kind: Track['kind'], seconds = 60) => clockTrack({ kind, end: seconds, rate: 20 });

/** How often each of some tracks is picked, as a share of all. */
function picked(tracks: readonly Track[], shares: Shares): number[] {
  const pools = new Pools(tracks, shares);
  const random = seededRandom(4);
  const counts = new Map<Track, number>();
  for (let i = 0; i < DRAWS; i++) {
    const track = pools.pick(random);
    counts.set(track, (counts.get(track) ?? 0) + 1);
  }
  return tracks.map((track) => (counts.get(track) ?? 0) / DRAWS);
}

test('each kind has its share, however many tracks there are of it', () => {
  const tracks = [
    ...Array.from({ length: 9 }, () => trackOf('phones')),
    trackOf('rest'),
    trackOf('hands'),
  ];
  const shares = picked(tracks, sharesOf({ phones: 0.5, rest: 0.3, hands: 0.2 }));
  expect(shares.slice(0, 9).reduce((sum, share) => sum + share, 0)).toBeCloseTo(0.5, 1);
  expect(shares[9]).toBeCloseTo(0.3, 1);
  expect(shares[10]).toBeCloseTo(0.2, 1);
  for (const share of shares.slice(0, 9)) expect(share).toBeWithin(0.04, 0.075);
});

test('a kind that is missing leaves its share to the others', () => {
  const shares = picked(
    [trackOf('phones'), trackOf('rest')],
    sharesOf({ phones: 0.2, rest: 0.1, sports: 0.7 }),
  );
  expect(shares[0]).toBeWithin(0.64, 0.69);
});

test('a kind without a share is never picked', () => {
  const shares = picked([trackOf('rest'), trackOf('phones')], sharesOf({ phones: 1 }));
  expect(shares).toEqual([0, 1]);
});

test('of one kind, long tracks are picked more often, and short ones not too seldom', () => {
  const shares = picked(
    [trackOf('rest', 300), trackOf('rest', 60), trackOf('rest', 3)],
    sharesOf({ rest: 1 }),
  );
  expect((shares[0] as number) / (shares[1] as number)).toBeWithin(4.5, 5.6);
  expect((shares[1] as number) / (shares[2] as number)).toBeWithin(3, 12);
});

test('the same random source picks the same', () => {
  const tracks = TRACK_KINDS.map((kind) => trackOf(kind));
  const pools = new Pools(tracks, sharesOf({ phones: 0.3, rest: 0.7 }));
  const [a, b] = [seededRandom(1), seededRandom(1)];
  for (let i = 0; i < 50; i++) expect(pools.pick(a)).toBe(pools.pick(b));
});
