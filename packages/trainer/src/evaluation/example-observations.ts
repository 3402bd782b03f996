import type { RecordingMeta } from './datasets.ts';
import type { Observation } from './observe.ts';

/** An observation with the given contacts, for tests; each step is confirmed alone 0.1 s later. */
export function observation<Meta extends RecordingMeta>(
  meta: Meta,
  detected: readonly number[],
  rest: Partial<Observation<Meta>> = {},
): Observation<Meta> {
  return {
    meta,
    samples: 100,
    whole: { start: 0, end: 60 },
    segments: [],
    hasTruth: rest.truth !== undefined,
    truth: [],
    mask: [],
    doubtful: [],
    steps: detected.map((time) => {
      return { timestamp: time, confirmedAt: time + 0.1, steady: true, confidence: null };
    }),
    detected,
    cadence: [],
    ...rest,
  };
}

/** Contacts every `period` seconds, the first at `from`. */
export function contacts(count: number, period: number, from: number): number[] {
  return Array.from({ length: count }, (_, k) => from + k * period);
}
