import { type CountedRecording, errorPercent, formatPercent } from '@stepstream/analysis';
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
  return [...parts, ...doubts].join('; ') || null;
}

function mistakesOf({ comparison }: CountedRecording): number {
  return Math.abs(comparison?.difference ?? 0);
}

function timingMistakes({ comparison }: CountedRecording): number {
  const { fp = 0, fn = 0 } = comparison?.timing ?? {};
  return fp + fn;
}

/** Place of its most serious doubt: the lower, the more serious. */
function doubtOf({ notes }: CountedRecording): number {
  const places = notes.map(({ code }) => DOUBTS.indexOf(code)).filter((place) => place >= 0);
  return Math.min(DOUBTS.length, ...places);
}
