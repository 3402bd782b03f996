import type { Landing, Track } from './corpus.ts';
import { networkPeaks } from './network-peaks.ts';

/** A truth time moves to a peak of the network no further away than this, in seconds. */
const REACH = 0.16;
/** What counts as a peak: this logit or more (probability 0.3). */
const LOWEST_PEAK = -0.85;
/** Around a landing that no peak shows, nothing is learned, in seconds either way. */
const DOUBT = 0.15;

/**
 * Foot switches that are polled every 100 ms tell the moment of a landing only roughly; a network
 * trained on many of them tells it better. Moves each landing to the network's nearest peak, and
 * marks those that it can't see as doubtful.
 *
 * @param weights of a network trained on these tracks
 * @param delay seconds from a contact to the frame whose output speaks of it
 */
export function relabel(track: Track, weights: Float32Array, delay: number): Track {
  const peaks = networkPeaks(track, weights, delay)
    .filter(({ logit }) => logit > LOWEST_PEAK)
    .map(({ time }) => time);
  const landings: Landing[] = [];
  const unknown = [...track.unknown];
  let from = 0;
  for (const landing of track.landings) {
    while (from < peaks.length && (peaks[from] as number) < landing.time - REACH) from++;
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = from; i < peaks.length && (peaks[i] as number) <= landing.time + REACH; i++) {
      const peak = peaks[i] as number;
      if (Math.abs(peak - landing.time) < Math.abs(nearest - landing.time)) nearest = peak;
    }
    // Two landings can't be one peak: the second of them is not seen.
    const isOwn = nearest < Number.POSITIVE_INFINITY && nearest !== landings.at(-1)?.time;
    if (isOwn) landings.push({ ...landing, time: nearest });
    else unknown.push({ start: landing.time - DOUBT, end: landing.time + DOUBT });
  }
  return { ...track, landings, unknown };
}
