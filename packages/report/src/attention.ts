import {
  type CountedRecording,
  errorPercent,
  formatDuration,
  formatPercent,
  outweighingHole,
} from '@stepstream/analysis';
import type { NoteCode } from '@stepstream/formats/browser';

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

function reasonOf(recording: CountedRecording): string | null {
  const { comparison, notes } = recording;
  const doubts = notes.filter(({ code }) => DOUBTS.includes(code)).map(({ text }) => text);
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
function doubtOf({ notes, stretches }: CountedRecording): number {
  const codes = notes.map(({ code }) => code);
  // A hole that outweighs the rest is as serious as a clock that steps back.
  if (outweighingHole(stretches)) codes.push('clock_reset');
  const places = codes.map((code) => DOUBTS.indexOf(code)).filter((place) => place >= 0);
  return Math.min(DOUBTS.length, ...places);
}
