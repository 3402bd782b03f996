import {
  type CountedRecording,
  errorPercent,
  formatDuration,
  formatPercent,
  outweighingHole,
} from '@stepstream/analysis';
import type { NoteCode, RecordingNote } from '@stepstream/formats/browser';

/** Notes after which a count is worth less, the most serious first. */
const DOUBTS: readonly NoteCode[] = [
  'no_steps',
  'flat_signal',
  'low_rate',
  'no_gravity',
  'too_short',
  'truth_contradicts',
  'values_dropped',
  'clock_reset',
  'rows_skipped',
];

/** Those that say why nothing was counted. */
const OF_NOTHING: ReadonlySet<NoteCode> = new Set(['no_steps', 'flat_signal']);

/** A recording that is worth a look, and why. */
export interface Concern {
  readonly recording: CountedRecording;
  readonly reason: string;
}

/**
 * Recordings in the order in which they are worth a look: those that disagree with known steps by the largest number
 * first, single steps deciding between equals, then those whose notes cast doubt on the count. The others come last,
 * as they stand.
 */
export function byAttention<T extends CountedRecording>(recordings: readonly T[]): T[] {
  return [...recordings].sort(
    (a, b) =>
      mistakesOf(b) - mistakesOf(a) ||
      timingMistakes(b) - timingMistakes(a) ||
      doubtOf(a) - doubtOf(b),
  );
}

/** What is worth a look, in that order. */
export function concernsOf(recordings: readonly CountedRecording[]): Concern[] {
  return byAttention(recordings).flatMap((recording) => {
    const reason = reasonOf(recording);
    return reason === null ? [] : [{ recording, reason }];
  });
}

/** The notes that cast doubt on a count. That nothing was counted is none where there were no steps. */
export function doubtsOf({ comparison, notes, steps }: CountedRecording): RecordingNote[] {
  const isRight = steps === 0 && comparison?.truth === 0;
  return notes.filter(({ code }) => DOUBTS.includes(code) && !(isRight && OF_NOTHING.has(code)));
}

function reasonOf(recording: CountedRecording): string | null {
  const { comparison } = recording;
  const doubts = doubtsOf(recording).map(({ text }) => text);
  const parts: string[] = [];
  if (comparison && mistakesOf(recording) + timingMistakes(recording) > 0) {
    const { counted, truth, timing } = comparison;
    const percent = formatPercent(errorPercent(counted, truth));
    parts.push(`${counted} counted of ${truth} known${truth > 0 ? ` (${percent})` : ''}`);
    if (timing) parts.push(`${timing.fn} missed, ${timing.fp} false`);
  }
  return [...parts, ...doubts, ...holeReason(recording)].join('; ') || null;
}

function holeReason({ stretches }: CountedRecording): string[] {
  const hole = outweighingHole(stretches);
  if (!hole) return [];
  const from = Math.min(...stretches.map(({ start }) => start));
  const length = formatDuration(hole.end - hole.start);
  return [
    `no samples for ${length}, from ${formatDuration(hole.start - from)} on, which is longer than all the rest: did its clock jump?`,
  ];
}

function mistakesOf({ comparison }: CountedRecording): number {
  return Math.abs(comparison?.difference ?? 0);
}

function timingMistakes({ comparison }: CountedRecording): number {
  const { fp = 0, fn = 0 } = comparison?.timing ?? {};
  return fp + fn;
}

/** Place of its most serious doubt: the lower, the more serious. */
function doubtOf(recording: CountedRecording): number {
  const codes = doubtsOf(recording).map(({ code }) => code);
  // A hole that outweighs the rest is as serious as a clock that steps back.
  if (outweighingHole(recording.stretches)) codes.push('clock_reset');
  const places = codes.map((code) => DOUBTS.indexOf(code));
  return Math.min(DOUBTS.length, ...places);
}
