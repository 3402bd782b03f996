/**
 * What the steps of a recording come to: walks, cadence, steps by the hour, and how they agree with known
 * steps. Pure functions of samples and steps, for pages and programs alike.
 */
export {
  type Agreement,
  agreementOf,
  type DifferenceSummary,
  summarizeDifferences,
} from './agreement.ts';
export { type RecordingClock, startOfClock } from './clock.ts';
export {
  type Comparison,
  compareSteps,
  MATCH_TOLERANCE_SECONDS,
  type TimingComparison,
} from './comparison.ts';
export {
  type CountScore,
  countError,
  countOf,
  type StepCount,
  scoreCounts,
} from './count-error.ts';
export { type CountRecordingOptions, countRecording } from './count-recording.ts';
export { type CountOptions, countSteps, inBlocks } from './count-steps.ts';
export { countedOutside } from './counted.ts';
export {
  type CountedRecording,
  describeSteps,
  type Finding,
  type FoundSteps,
} from './counted-recording.ts';
export type { Envelope } from './envelope.ts';
export * from './format.ts';
export { holesOf, outweighingHole, recordedSeconds } from './holes.ts';
export type { Interval } from './interval.ts';
export type { KnownSteps } from './known-steps.ts';
export { onClockOf } from './local-start.ts';
export * from './match-steps.ts';
export { type ClockOffset, type Contacts, estimateOffset, shifted } from './offset.ts';
export {
  type CountedStretches,
  PERIOD_LENGTHS,
  type Period,
  type PeriodLength,
  stepsPer,
} from './periods.ts';
export { type CounterOptions, RecordingCounter } from './recording-counter.ts';
export { RecordingMeter, type Samples } from './recording-meter.ts';
export { summarizeSteps, type WalkSummary } from './walk-summary.ts';
export { type Walk, walksOf } from './walks.ts';
