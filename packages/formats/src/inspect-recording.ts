import { magnitudes, quantile } from '@stepstream/math';
import { noteGaps } from './note-gaps.ts';
import type { Notes } from './notes.ts';
import type { LoadedRecording } from './recording.ts';
import { RecordingError } from './recording-error.ts';
import { type RecordingSummary, recordingSummary } from './recording-summary.ts';
import type { RunningSummary } from './samples/running-summary.ts';
import { StillSpans } from './samples/still-spans.ts';
import { selectRows } from './select-rows.ts';
import { threeDigits } from './three-digits.ts';

/** More than this, in m/s², nothing that people wear is shaken by; the server refuses it, too. */
const MAX_ACCELERATION = 1000;
/** So large a share of such samples is no disturbance: the values are something else. */
const MAX_IMPOSSIBLE = 0.01;
/** Below this rate steps are missed; in samples a second. */
const MIN_RATE = 10;
/** A device that is worn moves by more than this, in m/s², from its 5 % to its 95 %. */
const FLAT = 0.05;
/** A walk that counts takes this long, in seconds. */
const MIN_SECONDS = 3;
/** So many samples show what all of them are like. */
const TELLING_SAMPLES = 50_000;

/**
 * Looks at a recording as it will be counted: takes impossible values out, and notes what makes its
 * count worth less.
 *
 * @throws {RecordingError} `bad_number` where more than one sample in a hundred is impossible
 */
export function inspectRecording(
  recording: LoadedRecording,
  notes: Notes,
  path: string,
): LoadedRecording {
  const possible = withoutImpossible(recording, notes, path);
  // Its beginning shows the rate, and whether it is long enough.
  const beginning = { ...possible, times: possible.times.subarray(0, TELLING_SAMPLES) };
  const summary = recordingSummary(beginning);
  noteGaps(possible.times, summary.rate, notes);
  const isStill = isFlat(possible.accel);
  noteWorth(summary, isStill, notes);
  if (!isStill) {
    const spans = new StillSpans();
    spans.add(possible);
    spans.tell(notes);
  }
  return possible;
}

/** Notes what makes a count worth less, of a recording that was never in memory as a whole. */
export function inspectStream(seen: RunningSummary, notes: Notes): void {
  const isStill = seen.spread < FLAT;
  noteWorth(seen.summary, isStill, notes);
  if (!isStill) seen.stillSpans.tell(notes);
}

function noteWorth(
  { samples, duration, rate }: RecordingSummary,
  isStill: boolean,
  notes: Notes,
): void {
  if (rate !== null && rate < MIN_RATE) {
    const text = `only ${threeDigits(rate)} samples a second: below ${MIN_RATE} steps are missed. Record faster`;
    notes.add('low_rate', text);
  }
  if (samples > 0 && duration < MIN_SECONDS) {
    notes.add('too_short', `only ${threeDigits(duration)} s long: too short for a walk`);
  } else if (isStill) {
    notes.add('flat_signal', 'the acceleration does not change: the sensor lay still, or was off');
  }
}

/** Whether the acceleration has nothing in it that moves. */
export function isFlat(accel: Float64Array): boolean {
  const every = Math.max(1, Math.floor(accel.length / 3 / TELLING_SAMPLES));
  const lengths = new Float64Array(Math.floor(accel.length / 3 / every));
  for (let i = 0; i < lengths.length; i++) {
    const at = 3 * i * every;
    lengths[i] = Math.hypot(accel[at] as number, accel[at + 1] as number, accel[at + 2] as number);
  }
  return (quantile(lengths, 0.95) ?? 0) - (quantile(lengths, 0.05) ?? 0) < FLAT;
}

function withoutImpossible(
  recording: LoadedRecording,
  notes: Notes,
  path: string,
): LoadedRecording {
  const { times, accel } = recording;
  if (largest(accel) < MAX_ACCELERATION / 2) return recording;
  const lengths = magnitudes(accel);
  const kept = Uint32Array.from(times.keys()).filter(
    (i) => (lengths[i] as number) <= MAX_ACCELERATION,
  );
  const dropped = times.length - kept.length;
  if (dropped === 0) return recording;
  const share = `${dropped} of ${times.length} samples are beyond ${MAX_ACCELERATION} m/s²`;
  if (dropped > MAX_IMPOSSIBLE * times.length) {
    const problem = `${share}, which no body survives: is the unit right? Pass --accel-unit`;
    throw new RecordingError('bad_number', path, null, problem);
  }
  notes.add('values_dropped', `${share}, and were left out`);
  return { ...recording, ...selectRows(recording, kept) };
}

/** The largest of the values, whatever its sign. */
function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] as number));
  return most;
}
