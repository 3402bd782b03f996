import type { Recording } from '@stepstream/formats';
import type { LazyRecording } from '../evaluation/load.ts';
import { type Mistakes, mistakesOf } from '../evaluation/mistakes.ts';
import type { Observation } from '../evaluation/observe.ts';
import type { Interval } from '../evaluation/segments.ts';
import { type StretchShape, shapeOf, usualInterval } from './stretch-shape.ts';

/** A stretch of a real walk. */
export interface SimilarWalk {
  /** Whose true contacts are known, on the sensor's clock. */
  readonly walk: Mistakes & { readonly truth: readonly number[] };
  readonly recording: Recording;
  readonly window: Interval;
  readonly shape: StretchShape;
}

/** Looks at the walks begin so far apart, in seconds. */
const HOP = 10;
/** In a walk without a pause, no interval is longer than so many usual ones. */
const MAX_PAUSE_INTERVALS = 1.6;
/** Cadences are alike within this share, or within this of the nearest that there is. */
const CADENCE_TOLERANCE = 0.05;

/**
 * The stretch of a real walk, among recordings with known contacts, that has the cadence of another
 * stretch, or the nearest that there is; of those, the one that shakes the device most nearly as hard.
 *
 * @param seconds length of the stretch
 * @returns null where nobody walks for so long
 */
export async function similarWalk(
  recordings: readonly LazyRecording[],
  observations: readonly Observation[],
  { cadence, spread }: Pick<StretchShape, 'cadence' | 'spread'>,
  seconds: number,
): Promise<SimilarWalk | null> {
  const steady = mistakesOf(observations)
    .filter(isWalk)
    .flatMap((walk) => {
      return steadyWindows(walk, seconds).map(({ window, contacts }) => {
        const distance = Math.abs(Math.log(60 / usualInterval(contacts) / cadence));
        return { walk, window, contacts, distance };
      });
    });
  const nearest = Math.min(...steady.map(({ distance }) => distance));
  const bound = Math.max(CADENCE_TOLERANCE, nearest + CADENCE_TOLERANCE);
  let best: SimilarWalk | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const source of recordings) {
    const own = steady.filter(
      ({ walk, distance }) => walk.meta === source.meta && distance <= bound,
    );
    if (own.length === 0) continue;
    const recording = await source.recording();
    for (const { walk, window, contacts } of own) {
      const shape = shapeOf(recording, window, contacts);
      const difference = Math.abs(Math.log(shape.spread / spread));
      if (!(difference < least)) continue;
      least = difference;
      best = { walk, recording, window, shape };
    }
  }
  return best;
}

function isWalk(mistakes: Mistakes): mistakes is SimilarWalk['walk'] {
  return mistakes.truth !== null && mistakes.truth.length > 0;
}

/** The windows in which somebody walks all the time, and the contacts in each. */
function steadyWindows(
  { truth, mask }: SimilarWalk['walk'],
  seconds: number,
): { window: Interval; contacts: number[] }[] {
  const windows: { window: Interval; contacts: number[] }[] = [];
  const last = Number(truth.at(-1));
  for (let start = Number(truth[0]); start + seconds <= last; start += HOP) {
    const window = { start, end: start + seconds };
    const contacts = truth.filter((time) => time >= start && time < window.end);
    const times = [start, ...contacts, window.end];
    const longest = Math.max(...times.slice(1).map((time, i) => time - Number(times[i])));
    const isKnown = !mask.some((one) => one.start < window.end && one.end > start);
    const isSteady = longest <= MAX_PAUSE_INTERVALS * usualInterval(contacts);
    if (isKnown && isSteady) windows.push({ window, contacts });
  }
  return windows;
}
