import type { Recording } from '@stepstream/formats';
import type { RecordingMeta } from './datasets.ts';
import type { LazyRecording } from './load.ts';
import type { Interval } from './segments.ts';
import { joined, type Piece } from './splice.ts';
import { isStanding } from './standing-masks.ts';
import { type Walk, walksOf } from './walks.ts';

/** Contacts of the walks that are made; of each pair, the one that keeps left and right in turn. */
const LENGTHS = [
  [2, 3],
  [4, 5],
  [6, 7],
  [8, 9],
  [12, 13],
  [20, 21],
] as const;
/** Standing before and after a walk: at least, and at most so much of it is kept, in seconds. */
const LEAST_REST = 1.2;
const MOST_REST = 3;

/** Contacts of a recording and what is not known of them, all on one clock. */
interface Known {
  readonly contacts: readonly number[];
  readonly unknown: readonly Interval[];
  readonly whole: Interval;
}

/**
 * Walks of a few steps, of which the recordings have none: real beginnings and real ends of walks,
 * with the standing around them, and the middle left out. Each recording with a known beginning and
 * a known end of a walk gives one of each length, one after the other, as a recording of its own.
 */
export async function shortenedWalks(
  recordings: readonly LazyRecording[],
): Promise<LazyRecording[]> {
  const shortened: LazyRecording[] = [];
  for (const source of recordings) {
    const { meta } = source;
    if (!hasEnds(meta)) continue;
    const recording = await source.recording();
    const made = shorten(recording, await knownOf(source, recording));
    if (made === null) continue;
    shortened.push({
      meta,
      recording: () => Promise.resolve(made.recording),
      truth: () => Promise.resolve([...made.contacts]),
    });
  }
  return shortened;
}

/** Sets in which people stand before and after they walk. */
function hasEnds({ set }: RecordingMeta): boolean {
  return set === 'handheld' || set === 'phones' || set === 'pockets';
}

async function knownOf(
  { meta, truth, cleanTruth, mask, doubtful }: LazyRecording,
  { times }: Recording,
): Promise<Known> {
  const whole = { start: times[0] ?? 0, end: times.at(-1) ?? 0 };
  const masks = [...((await mask?.()) ?? []), ...((await doubtful?.()) ?? [])];
  return {
    contacts: (await (cleanTruth ?? truth)()) ?? [],
    unknown: masks.filter((one) => !isStanding(meta, one, whole)),
    whole,
  };
}

/** The walks of all lengths that a recording gives; null where it has not both ends of a walk. */
export function shorten(
  recording: Recording,
  known: Known,
): { recording: Recording; contacts: readonly number[] } | null {
  const walks = walksOf(known.contacts, known).filter(({ from, to }) => to - from >= 12);
  const head = walks.find((walk) => walk.begins && restBefore(walk, known) >= LEAST_REST);
  const tail = walks.findLast((walk) => walk.ends && restAfter(walk, known) >= LEAST_REST);
  if (!head || !tail) return null;
  const pieces = LENGTHS.flatMap(([even, odd]): Piece[] => {
    // From one and the same walk, contacts are left out in pairs.
    const inPairs = head === tail && (head.to - head.from) % 2 === 1;
    return piecesOf(inPairs ? odd : even, head, tail, known);
  });
  return joined(recording, pieces, known.contacts);
}

/** The first half of a walk from its beginning, and the second half to its end. */
function piecesOf(length: number, head: Walk, tail: Walk, known: Known): Piece[] {
  const { contacts } = known;
  const first = Math.ceil(length / 2);
  const afterHead = head.from + first;
  const atTail = tail.to - (length - first);
  return [
    {
      start: Number(contacts[head.from]) - Math.min(MOST_REST, restBefore(head, known)),
      end: between(contacts, afterHead),
    },
    {
      start: between(contacts, atTail),
      end: Number(contacts[tail.to - 1]) + Math.min(MOST_REST, restAfter(tail, known)),
      isContinuation: true,
    },
  ];
}

/** Half way from the contact before this one, in seconds. */
function between(contacts: readonly number[], place: number): number {
  return (Number(contacts[place - 1]) + Number(contacts[place])) / 2;
}

/** Standing before a walk, in seconds; of what lies between two, each gets half. */
function restBefore({ from }: Walk, { contacts, whole }: Known): number {
  const before = contacts[from - 1];
  const first = Number(contacts[from]);
  return before === undefined ? first - whole.start : (first - before) / 2;
}

/** Standing after a walk, in seconds. */
function restAfter({ to }: Walk, { contacts, whole }: Known): number {
  const after = contacts[to];
  const last = Number(contacts[to - 1]);
  return after === undefined ? whole.end - last : (after - last) / 2;
}
