import type { RandomSource } from '@stepstream/math';
import { ease, type Wave } from './waves.ts';

/** Seconds in which an activity sets in and ends. */
const ONSET = 0.3;

/**
 * Times of events that come at random, independent of each other.
 *
 * @param perSecond how often on average
 * @param seconds of the whole
 */
export function randomTimes(random: RandomSource, perSecond: number, seconds: number): number[] {
  const times: number[] = [];
  if (perSecond <= 0) return times;
  const pause = (): number => -Math.log(1 - random()) / perSecond;
  for (let time = pause(); time < seconds; time += pause()) times.push(time);
  return times;
}

/**
 * When something goes on and when it rests: 1 and 0, with soft edges. It begins with either.
 *
 * @param resting share of the time at rest, under 1
 * @param lasting how long it goes on at a time in s, on average
 */
export function episodes(
  random: RandomSource,
  seconds: number,
  resting: number,
  lasting: number,
): Wave {
  if (resting <= 0) return () => 1;
  const pause = (lasting * resting) / (1 - resting);
  const edges: number[] = [];
  let going = random() >= resting;
  const startsGoing = going;
  for (let time = 0; time < seconds; going = !going) {
    time += Math.max(2 * ONSET, (going ? lasting : pause) * (0.3 + 1.4 * random()));
    edges.push(time);
  }
  return (time) => {
    const index = firstAfter(edges, time);
    const isOn = (index % 2 === 0) === startsGoing;
    const since = index > 0 ? time - (edges[index - 1] as number) : ONSET;
    const risen = ease(since / ONSET);
    return isOn ? risen : 1 - risen;
  };
}

/**
 * Jolts that ring: each begins at once and dies away.
 *
 * @param times when, in order of time
 * @param heights of each, in any unit
 * @param ringing in Hz
 * @param fading seconds in which it falls to a third
 */
export function jolts(
  times: readonly number[],
  heights: readonly number[],
  ringing: number,
  fading: number,
): Wave {
  return (time) => {
    let sum = 0;
    for (let k = firstAfter(times, time) - 1; k >= 0; k--) {
      const since = time - (times[k] as number);
      if (since > 6 * fading) break;
      sum += (heights[k] as number) * joltAt(since, ringing, fading);
    }
    return sum;
  };
}

/** The shape of one jolt of height 1, `since` seconds after its beginning. */
export function joltAt(since: number, ringing: number, fading: number): number {
  if (since < 0) return 0;
  return Math.cos(2 * Math.PI * ringing * since) * Math.exp(-since / fading);
}

/** Index of the first time later than this one; their number when there is none. */
export function firstAfter(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
