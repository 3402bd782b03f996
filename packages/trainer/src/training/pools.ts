import type { RandomSource } from '@stepstream/math';
import type { Track, TrackKind } from './track.ts';

/** Share of each kind of track in a batch. */
export type Shares = Readonly<Record<TrackKind, number>>;

interface Pool {
  readonly share: number;
  readonly tracks: readonly Track[];
  readonly seconds: readonly number[];
}

/** Chooses tracks at random: first a kind by its share, then one of it, long ones more often. */
export class Pools {
  readonly #pools: readonly Pool[];

  constructor(tracks: readonly Track[], shares: Shares) {
    const kinds = Object.keys(shares) as TrackKind[];
    this.#pools = kinds
      .map((kind) => {
        const own = tracks.filter((track) => track.kind === kind);
        const seconds = own.map(({ times }) =>
          Math.max((times.at(-1) as number) - (times[0] as number), 10),
        );
        return { share: shares[kind], tracks: own, seconds };
      })
      .filter((pool) => pool.tracks.length > 0);
  }

  pick(random: RandomSource): Track {
    const shares = this.#pools.map(({ share }) => share);
    const pool = choose(this.#pools, shares, random);
    return choose(pool.tracks, pool.seconds, random);
  }
}

function choose<Item>(
  items: readonly Item[],
  weights: readonly number[],
  random: RandomSource,
): Item {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left <= 0) return items[i] as Item;
  }
  return items.at(-1) as Item;
}
