import type { Contact, Track } from './corpus.ts';
import { networkPeaks } from './network-peaks.ts';

/** A truth time moves to a peak of the network no further away than this, in seconds. */
const REACH = 0.16;
/** What counts as a peak: this logit or more (probability 0.3). */
const MIN_PEAK_LOGIT = -0.85;
/** Around a contact that no peak shows, nothing is learned, in seconds either way. */
const DOUBT = 0.15;

/**
 * Foot switches that are polled every 100 ms tell the moment of a contact only roughly; a network
 * trained on many of them tells it better. Moves each contact to the network's nearest peak, and
 * marks those that it can't see as doubtful.
 *
 * @param weights of a network trained on these tracks
 * @param delay seconds from a contact to the frame whose output speaks of it
 */
export function relabel(track: Track, weights: Float32Array, delay: number): Track {
  const peaks = networkPeaks(track, weights, delay)
    .filter(({ logit }) => logit > MIN_PEAK_LOGIT)
    .map(({ time }) => time);
  const contacts: Contact[] = [];
  const unknown = [...track.unknown];
  let from = 0;
  for (const contact of track.contacts) {
    while (from < peaks.length && (peaks[from] as number) < contact.time - REACH) from++;
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = from; i < peaks.length && (peaks[i] as number) <= contact.time + REACH; i++) {
      const peak = peaks[i] as number;
      if (Math.abs(peak - contact.time) < Math.abs(nearest - contact.time)) nearest = peak;
    }
    // Two contacts can't be one peak: the second of them is not seen.
    const isOwn = nearest < Number.POSITIVE_INFINITY && nearest !== contacts.at(-1)?.time;
    if (isOwn) contacts.push({ ...contact, time: nearest });
    else unknown.push({ start: contact.time - DOUBT, end: contact.time + DOUBT });
  }
  return { ...track, contacts, unknown };
}
