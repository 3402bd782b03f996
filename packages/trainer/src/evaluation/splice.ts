import type { Recording } from '@stepstream/formats';
import { indexAt } from '../frames.ts';
import type { Interval } from './segments.ts';

/** A stretch of a recording that is kept, in seconds. */
export interface Piece extends Interval {
  /** Whether the motion goes on from the piece before: then the cut is where both are most alike. */
  readonly isContinuation?: boolean;
}

/** How much earlier or later than told a motion may go on, in seconds. */
const SLACK = 0.08;

/**
 * Some pieces of a recording, one right after the other, with the contacts that lie in them.
 *
 * @param contacts seconds on the recording's clock
 */
export function joined(
  recording: Recording,
  pieces: readonly Piece[],
  contacts: readonly number[],
): { recording: Recording; contacts: readonly number[] } {
  const { times, accel } = recording;
  const kept: number[] = [];
  const moved: number[] = [];
  const newTimes: number[] = [];
  let now = 0;
  for (const piece of pieces) {
    const last = kept.at(-1);
    const aim = indexAt(times, piece.start);
    const from = piece.isContinuation && last !== undefined ? mostAlike(recording, last, aim) : aim;
    const to = indexAt(times, piece.end);
    const shift = now - Number(times[from]);
    for (let i = from; i < to; i++) {
      kept.push(i);
      newTimes.push(Number(times[i]) + shift);
    }
    for (const contact of contacts) {
      if (contact >= Number(times[from]) && contact < piece.end) moved.push(contact + shift);
    }
    // As long after the last sample as the next one was.
    now = Number(times[Math.min(to, times.length - 1)]) + shift;
  }
  return {
    recording: {
      times: Float64Array.from(newTimes),
      accel: Float64Array.from(kept.flatMap((i) => [...accel.subarray(3 * i, 3 * i + 3)])),
      gyro: null,
      activity: null,
    },
    contacts: moved,
  };
}

/** The sample near `aim` from which the motion goes on most like after sample `last`. */
function mostAlike({ times, accel }: Recording, last: number, aim: number): number {
  const from = indexAt(times, Number(times[aim]) - SLACK);
  const to = indexAt(times, Number(times[aim]) + SLACK);
  let best = aim;
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = Math.max(1, from); i < to; i++) {
    const difference = [0, 1, 2].reduce((sum, axis) => {
      return sum + (Number(accel[3 * (i - 1) + axis]) - Number(accel[3 * last + axis])) ** 2;
    }, 0);
    if (difference >= smallest) continue;
    smallest = difference;
    best = i;
  }
  return best;
}
