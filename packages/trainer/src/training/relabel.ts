import { matchSteps } from '../evaluation/match-steps.ts';
import { networkPeaks } from './network-peaks.ts';
import type { Track } from './track.ts';

/** A truth time moves to a peak of the network no further away than this, in seconds. */
const REACH = 0.16;
/** What counts as a peak: this logit or more (probability 0.3). */
const MIN_PEAK_LOGIT = -0.85;
/** Around a contact that no peak shows, nothing is learned, in seconds either way. */
const DOUBT = 0.15;

/**
 * Foot switches that are polled every 100 ms tell the moment of a contact only roughly; a network
 * trained on many of them tells it better. Moves each contact to a peak of the network of its own, and
 * marks those that it can't see as doubtful.
 *
 * @param weights of a network trained on these tracks
 * @param delay seconds from a contact to the frame whose output speaks of it
 */
export function relabel(track: Track, weights: Float32Array, delay: number): Track {
  const peaks = networkPeaks(track, weights, delay)
    .filter(({ logit }) => logit > MIN_PEAK_LOGIT)
    .map(({ time }) => time);
  const { pairs } = matchSteps(peaks, track.contacts, REACH);
  const peakOf = new Map(pairs.map(({ detected, truth }) => [truth, peaks[detected] as number]));
  const unseen = track.contacts.filter((_, i) => !peakOf.has(i));
  return {
    ...track,
    contacts: [...peakOf.values()],
    unknown: [
      ...track.unknown,
      ...unseen.map((time) => ({ start: time - DOUBT, end: time + DOUBT })),
    ],
  };
}
