import type { GravityConvention } from '@stepstream/detector';
import { type RandomSource, randomRotation, UPSIDE_DOWN } from '@stepstream/math';
import {
  disordered,
  jittered,
  resampled,
  rounded,
  throughG,
  turned,
  withDropOuts,
  withoutGravity,
} from './degradations.ts';
import { atPace, softened } from './gaits.ts';
import { cutPieces, type Piece, putDown } from './interruptions.ts';
import type { KnownWalk } from './known-walk.ts';
import type { Interval } from './segments.ts';

/** One way in which real devices and people are worse than the recordings, or otherwise unlike them. */
export interface RobustnessTrial {
  /** Stable, such as `rate_20`. */
  readonly key: string;
  readonly label: string;
  /** What the detector is told of the device's acceleration. Default: gravity included. */
  readonly gravity?: GravityConvention;
  /** Times as fast as recorded. Offsets and tolerances go along. Default: 1. */
  readonly pace?: number;
  /** What the detector sees instead of the walk: one stream or several; none where it can't be. */
  readonly degrade: (walk: KnownWalk, random: RandomSource) => readonly Piece[];
}

const ALWAYS: Interval = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY };

/** The recordings as they are, with which all others are compared. */
export const UNDEGRADED: RobustnessTrial = {
  key: 'none',
  label: 'as recorded',
  degrade: (walk) => whole(walk),
};

/** All ways of degrading. The recordings of phones are accelerometer only as they are. */
export const ROBUSTNESS_TRIALS: readonly RobustnessTrial[] = [
  ...[20, 25, 50, 100].map((rate) => ({
    key: `rate_${rate}`,
    label: `${rate} Hz, from faster devices`,
    degrade: (walk: KnownWalk) => whole(resampled(walk, rate)),
  })),
  {
    key: 'jitter',
    label: 'timestamps off by 20 % of the interval',
    degrade: (walk, random) => whole(jittered(walk, random)),
  },
  {
    key: 'rounded',
    label: 'rounded to 0.1 m/s²',
    degrade: (walk) => whole(rounded(walk)),
  },
  {
    key: 'rotated',
    label: 'held in a random orientation',
    degrade: (walk, random) => whole(turned(walk, randomRotation(random))),
  },
  {
    key: 'upside_down',
    label: 'upside down',
    degrade: (walk) => whole(turned(walk, UPSIDE_DOWN)),
  },
  {
    key: 'in_g',
    label: 'sent in g, three digits',
    degrade: (walk) => whole(throughG(walk)),
  },
  {
    key: 'no_gravity',
    label: 'gravity excluded',
    gravity: 'excluded',
    degrade: (walk) => whole(withoutGravity(walk)),
  },
  { key: 'cold_start', label: 'pieces of 20 s, each a cold start', degrade: cutPieces },
  {
    key: 'put_down',
    label: 'put down for 10 s once a minute',
    degrade: (walk, random) => whole(putDown(walk, random)),
  },
  {
    key: 'drop_outs',
    label: 'drop-outs of 0.1 to 0.4 s',
    degrade: (walk, random) => whole(withDropOuts(walk, random)),
  },
  {
    key: 'disordered',
    label: '5 % of samples twice or late',
    degrade: (walk, random) => whole(disordered(walk, random)),
  },
  ...[0.5, 0.3, 0.2].map((force) => ({
    key: `force_${Math.round(100 * force)}`,
    label: `movement of ${Math.round(100 * force)} %, gravity kept`,
    degrade: (walk: KnownWalk) => whole(softened(walk, force)),
  })),
  ...[0.6, 1.4].map((pace) => ({
    key: `pace_${Math.round(100 * pace)}`,
    label: `${pace} times the cadence`,
    pace,
    degrade: (walk: KnownWalk) => whole(atPace(walk, pace)),
  })),
];

function whole(walk: KnownWalk | null): Piece[] {
  return walk ? [{ walk, window: ALWAYS }] : [];
}
