import { type CountedRecording, errorPercent } from '@stepstream/analysis';
import type { RecordingError } from '@stepstream/formats';

/** The results as JSON: everything, every step and what could not be read too. */
export function countJson(
  model: string,
  counts: readonly CountedRecording[],
  failures: readonly RecordingError[],
): string {
  const files = counts.map((one) => ({
    file: one.file,
    format: one.source.format,
    units: {
      time: one.source.timeUnit,
      acceleration: one.source.accelUnit,
      angular_velocity: one.source.gyroUnit,
    },
    gravity: one.source.gravity,
    started_at: one.source.startedAt,
    notes: one.notes,
    samples: one.samples,
    duration_seconds: one.duration,
    rate_hz: one.rate,
    steps: one.steps,
    steps_per_minute: one.cadence,
    walking_seconds: one.walkingSeconds,
    longest_pause_seconds: one.longestPause,
    true_steps: one.comparison?.truth ?? null,
    error_percent: one.comparison
      ? errorPercent(one.comparison.counted, one.comparison.truth)
      : null,
    landings: one.confirmed,
  }));
  const errors = failures.map(({ path, code, line, message }) => ({
    file: path,
    code,
    line,
    message,
  }));
  return JSON.stringify({ model, files, errors }, null, 2);
}
