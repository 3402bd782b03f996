import { estimateOffset, matchSteps } from '@stepstream/analysis';
import { followClock, offsetAt } from '../evaluation/clock-drift.ts';
import { boutsOf } from './bouts.ts';
import { networkPeaks } from './network-peaks.ts';
import { moveTruth, type Track } from './track.ts';

/** A truth time moves to a peak of the network no further away than this, in seconds. */
const REACH = 0.16;
/** What counts as a peak: this logit or more (probability 0.3). */
const MIN_PEAK_LOGIT = -0.85;
/** Around a contact that no peak shows, nothing is learned, in seconds either way. */
const DOUBT = 0.15;
/** A reference's clock that changes by so much against the sensor's, in seconds, runs on its own. */
const DRIFT = 0.1;
/** Contacts at either end of a walk that are believed though no peak shows them: they are weak. */
const ENDS = 2;

/**
 * Lets a first network, which has learned from many recordings, say when the contacts of this one were,
 * where its own reference tells that only roughly.
 *
 * @param weights of a network trained on these tracks
 * @param delay seconds from a contact to the frame whose output speaks of it
 */
export function relabel(track: Track, weights: Float32Array, delay: number): Track {
  if (track.kind !== 'phones' && track.kind !== 'rhythm' && track.kind !== 'pockets') return track;
  const peaks = networkPeaks(track, weights, delay)
    .filter(({ logit }) => logit > MIN_PEAK_LOGIT)
    .map(({ time }) => time);
  if (track.kind === 'phones') return snapped(track, peaks);
  return track.kind === 'pockets' ? followed(track, peaks) : aligned(track, peaks);
}

/** A clock that runs away from the sensor's is followed; one that does not is left alone. */
function followed(track: Track, peaks: readonly number[]): Track {
  const contacts = { detected: peaks, truth: track.contacts };
  const clock = followClock(contacts, estimateOffset([contacts]).offset);
  const offsets = clock.map(({ offset }) => offset);
  if (Math.max(...offsets) - Math.min(...offsets) < DRIFT) return track;
  const moved = (time: number) => time + offsetAt(clock, time);
  return {
    ...track,
    contacts: track.contacts.map(moved),
    unknown: track.unknown.map(({ start, end }) => ({ start: moved(start), end: moved(end) })),
  };
}

/**
 * Foot switches are polled every 100 ms: each contact moves to a peak of its own, and those that no
 * peak shows are doubtful.
 */
function snapped(track: Track, peaks: readonly number[]): Track {
  const { pairs } = matchSteps(peaks, track.contacts, REACH);
  const peakOf = new Map(pairs.map(({ detected, truth }) => [truth, peaks[detected] as number]));
  const ends = new Set(
    boutsOf(track).flatMap(({ contacts, begins, ends }) => [
      ...(begins ? contacts.slice(0, ENDS) : []),
      ...(ends ? contacts.slice(-ENDS) : []),
    ]),
  );
  const contacts: number[] = [];
  const unknown = [...track.unknown];
  for (const [i, time] of track.contacts.entries()) {
    const peak = peakOf.get(i) ?? (ends.has(time) ? time : null);
    if (peak === null) unknown.push({ start: time - DOUBT, end: time + DOUBT });
    else contacts.push(peak);
  }
  return { ...track, contacts: contacts.sort((a, b) => a - b), unknown };
}

/** The phase of a rhythm at which the foot lands differs from wrist to wrist, but by a constant. */
function aligned(track: Track, peaks: readonly number[]): Track {
  const { offset, pairs } = estimateOffset([{ detected: peaks, truth: track.contacts }]);
  const moved = { ...track };
  if (2 * pairs > track.contacts.length) moveTruth(moved, offset);
  return moved;
}
