import type { Recording } from '@stepstream/formats';
import type { DetectorStep, StreamingDetector } from './detector-factory.ts';

/** A step that a detector confirmed. Times in seconds on the recording's clock. */
export interface DetectedStep {
  readonly timestamp: number;
  /** Sensor time of the sample that confirmed it; of the last one, if only the end did. */
  readonly confirmedAt: number;
  /** Whether its sample confirmed it alone. The first steps of a walk are confirmed together. */
  readonly steady: boolean;
  /** Probability that it was a contact; null where the detector doesn't tell. */
  readonly confidence: number | null;
}

/**
 * Streams a recording through a detector, sample by sample as a client would, to its end.
 *
 * @returns the steps in order of their time
 */
export function runDetector(detector: StreamingDetector, recording: Recording): DetectedStep[] {
  const { times, accel, gyro } = recording;
  const steps: DetectedStep[] = [];
  const keep = (confirmed: readonly DetectorStep[], now: number, steady: boolean): void => {
    for (const { timestamp, confidence = null } of confirmed) {
      steps.push({ timestamp, confirmedAt: now, steady, confidence });
    }
  };
  for (let i = 0; i < times.length; i++) {
    const now = at(times, i);
    const k = 3 * i;
    const confirmed = detector.push(
      now,
      at(accel, k),
      at(accel, k + 1),
      at(accel, k + 2),
      gyro ? at(gyro, k) : Number.NaN,
      gyro ? at(gyro, k + 1) : Number.NaN,
      gyro ? at(gyro, k + 2) : Number.NaN,
    );
    keep(confirmed, now, confirmed.length === 1);
  }
  keep(detector.finish?.() ?? [], times.at(-1) ?? Number.NaN, false);
  return steps.sort((a, b) => a.timestamp - b.timestamp);
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN;
}
