import {
  agreementOf,
  type Comparison,
  type CountedRecording,
  errorPercent,
  type PeriodLength,
  stepsPer,
} from '@stepstream/analysis';
import { formatInstant, type TimeZone } from '@stepstream/calendar';
import type { CountFailure } from './failure.ts';

/** What is told as JSON. */
export interface CountResults {
  readonly model: string;
  readonly counts: readonly CountedRecording[];
  /** What {@link fileJson} tells of each. */
  readonly files: readonly object[];
  readonly failures: readonly CountFailure[];
  readonly zone: TimeZone;
}

/**
 * The results as JSON: everything, every step, and what could not be read. Names stay; new ones may come. Times are in
 * seconds on the recording's clock.
 */
export function countJson({ model, counts, files, failures, zone }: CountResults): string {
  const agreement = agreementJson(counts);
  return JSON.stringify(
    { model, time_zone: zone.name, files, agreement, errors: failures },
    null,
    2,
  );
}

/**
 * All of one recording.
 *
 * @param per - whether its steps by the minute, hour or day are wanted, too
 */
export function fileJson(
  count: CountedRecording,
  zone: TimeZone,
  per: PeriodLength | undefined,
): object {
  const { source, comparison } = count;
  return {
    file: count.file,
    format: source.format,
    units: {
      time: source.timeUnit,
      acceleration: source.accelUnit,
      angular_velocity: source.gyroUnit,
    },
    gravity: source.gravity,
    started_at: source.startedAt,
    notes: count.notes,
    samples: count.samples,
    duration_seconds: count.duration,
    rate_hz: count.rate,
    steps: count.steps,
    steps_per_minute: count.cadence,
    walking_seconds: count.walkingSeconds,
    longest_pause_seconds: count.longestPause,
    true_steps: comparison?.truth ?? null,
    error_percent: comparison && errorPercent(comparison.counted, comparison.truth),
    comparison: comparison && comparisonJson(comparison),
    walks: count.walks.map(({ start, end, steps, cadence }) => ({
      start,
      end,
      start_at: instant(count, zone, start),
      end_at: instant(count, zone, end),
      steps,
      steps_per_minute: cadence,
    })),
    ...(per && { per, periods: periodsJson(count, per, zone) }),
    landings: count.confirmed,
  };
}

function comparisonJson({ counted, truth, difference, timing }: Comparison) {
  return {
    counted,
    known: truth,
    difference,
    f1: timing?.f1 ?? null,
    precision: timing?.precision ?? null,
    recall: timing?.recall ?? null,
    tolerance_seconds: timing?.tolerance ?? null,
    offset_seconds: timing?.offset ?? null,
    false_steps: timing?.falseSteps ?? null,
    missed_steps: timing?.missedSteps ?? null,
  };
}

function periodsJson(count: CountedRecording, per: PeriodLength, zone: TimeZone) {
  const { confirmed, stretches, startedAt } = count;
  return stepsPer(per, { steps: confirmed, stretches }, { startedAt, zone }).map(
    ({ start, end, steps, coveredSeconds }) => ({
      start,
      end,
      start_at: instant(count, zone, start),
      end_at: instant(count, zone, end),
      steps,
      recorded_seconds: coveredSeconds,
    }),
  );
}

/** Of all recordings whose steps are known; null without one. */
function agreementJson(counts: readonly CountedRecording[]) {
  const known = counts.flatMap(({ comparison }) => (comparison ? [comparison] : []));
  const agreement = agreementOf(known);
  if (!agreement) return null;
  const { recordings, detected, truth, mape, differences, timing, standing } = agreement;
  return {
    recordings,
    counted: detected,
    known: truth,
    mape_percent: mape === null ? null : 100 * mape,
    recordings_without_steps: standing.recordings,
    counted_without_steps: standing.detected,
    mean_difference: differences?.mean ?? null,
    standard_deviation: differences?.deviation ?? null,
    lower_limit: differences?.lower ?? null,
    upper_limit: differences?.upper ?? null,
    f1: timing?.f1 ?? null,
    precision: timing?.precision ?? null,
    recall: timing?.recall ?? null,
  };
}

function instant({ startedAt }: CountedRecording, zone: TimeZone, time: number): string | null {
  return startedAt === null ? null : formatInstant(zone, startedAt + time);
}
