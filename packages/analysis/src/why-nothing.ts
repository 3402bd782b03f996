import type { LoadedRecording, RecordingNote } from '@stepstream/formats/browser';
import { magnitudes } from '@stepstream/math';
import { type CountOptions, countSteps } from './count-steps.ts';

/** A device that lies still varies less than this, in m/s² of |a|: ten times a phone's noise. */
const STILL_MPS2 = 0.25;
/** The shortest walk that is counted takes about this long, in seconds. */
const SHORT_SECONDS = 4;

/**
 * Why no step was counted in a recording that moves: a sentence, for people. None where steps were counted, and none
 * where the device lay still: there, 0 is the answer.
 */
export function whyNothing(
  recording: LoadedRecording,
  steps: number,
  options: Omit<CountOptions, 'gravity'> = {},
): RecordingNote[] {
  if (steps > 0 || spreadOf(recording) < STILL_MPS2) return [];
  const { source, times } = recording;
  const alone = countSteps(recording, { ...options, gravity: source.gravity, confirmAfter: 1 });
  const seconds = (times.at(-1) ?? 0) - (times[0] ?? 0);
  if (alone.length > 0) {
    return [
      note(
        `no steps were counted: there are ${plural(alone.length, 'single contact')}, and none of them in the rhythm of a walk; --confirm-after 1 counts them`,
      ),
    ];
  }
  if (seconds < SHORT_SECONDS) {
    return [note(`no steps were counted: ${seconds.toFixed(1)} s are too short to tell a walk by`)];
  }
  return [
    note(
      'no steps were counted: the device moves, but not as in walking; if somebody walked, look at units and columns with --plot',
    ),
  ];
}

function note(text: string): RecordingNote {
  return { code: 'no_steps', text, path: null, line: null };
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Standard deviation of the acceleration's magnitude, in m/s². */
function spreadOf({ accel }: LoadedRecording): number {
  const values = magnitudes(accel);
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    sum += value;
    squares += value * value;
    count++;
  }
  if (count === 0) return 0;
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean));
}
