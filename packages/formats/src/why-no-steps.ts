import { magnitudes, quantile } from '@stepstream/math';
import { isFlat } from './inspect-recording.ts';
import type { RecordingNote } from './notes.ts';
import type { LoadedRecording } from './recording.ts';
import { recordingSummary } from './recording-summary.ts';

/** Who walks is shaken by more than this from step to step, in m/s². */
const SOFT = 0.8;
/** Landings come in rhythm for this long before any counts, in seconds. */
const SHORT_SECONDS = 5;
const MIN_RATE = 15;

/**
 * Why there may be no step in a recording in which something moves. Called where a count is 0.
 *
 * @returns the note to show beside the 0; null where the recording's own notes, or its stillness, say
 *   enough
 */
export function whyNoSteps(recording: LoadedRecording): RecordingNote | null {
  const { accel, source } = recording;
  if (isFlat(accel)) return null;
  const { duration, rate } = recordingSummary(recording);
  return { code: 'no_steps', text: reason(), path: null, line: null };

  function reason(): string {
    if (duration < SHORT_SECONDS) {
      return 'no steps: the recording is too short for a walk';
    }
    if (rate !== null && rate < MIN_RATE) {
      return `no steps: at ${Number(rate.toPrecision(3))} samples a second steps can't be told. Record 20 or more`;
    }
    const lengths = magnitudes(accel);
    const swing = (quantile(lengths, 0.95) ?? 0) - (quantile(lengths, 0.05) ?? 0);
    if (swing < SOFT) {
      return `no steps: the acceleration changes by only ${Number(swing.toPrecision(2))} m/s², less than in a walk. Did the device lie still, or is the unit another? Pass --accel-unit`;
    }
    if (source.gravity === 'excluded') {
      return 'no steps: something moves, but gravity is not in the acceleration, which counts less well. Export the acceleration with gravity';
    }
    return 'no steps: something moves, but nothing in the rhythm of a walk. Are the times and units right? For a few steps in a row, pass --confirm-after 1';
  }
}
