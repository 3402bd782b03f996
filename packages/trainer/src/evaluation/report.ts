import type { ConfidenceInterval } from './bootstrap.ts';
import type { CadenceScore } from './cadence-score.ts';
import type { CountScore, StepCount } from './count-error.ts';
import type { SetName } from './datasets.ts';
import type { StepRate } from './false-steps.ts';
import type { MatchScore } from './match-steps.ts';
import type { ClockOffset } from './offset.ts';
import type { ReferenceResult } from './reference-results.ts';
import type { Reliability } from './reliability.ts';
import type { RobustnessRow } from './robustness.ts';
import type { ConfirmationDelay, TimingScore } from './timing.ts';

/**
 * What an evaluation found: plain data, written as JSON as it is. Times are in seconds, shares from
 * 0 to 1, rates in steps a minute; null is a number that doesn't exist, such as a mean of nothing.
 */
export interface Evaluation {
  /** One, or the trained and then the classical. */
  readonly detectors: readonly DetectorEvaluation[];
  /** The first detector's headlines less the second's; empty where there is only one. */
  readonly differences: readonly HeadlineDifference[];
}

/** Everything that was measured of one detector. */
export interface DetectorEvaluation {
  readonly kind: 'trained' | 'classic';
  readonly id: string;
  readonly report: EvaluationReport;
  readonly reliability: Reliability;
  /** Null where it wasn't asked for. */
  readonly robustness: readonly RobustnessRow[] | null;
}

/** What a detector found in the recordings. A set that was not in the data folder is null. */
export interface EvaluationReport extends SetReports {
  /** Which detector it was, in words. */
  readonly detector: string;
  readonly recordings: number;
  readonly samples: number;
  readonly people: number;
  readonly sets: readonly SetSize[];
  readonly headlines: readonly Headline[];
}

/** The sets' reports, as far as there were recordings. */
export interface SetReports {
  readonly handheld: HandheldReport | null;
  readonly phones: PhonesReport | null;
  readonly daily: DailyReport | null;
  readonly watch: WatchReport | null;
}

/** What went into an evaluation of one set. */
export interface SetSize {
  readonly set: SetName;
  readonly recordings: number;
  readonly people: number;
  readonly samples: number;
  /** From the first to the last sample, over all recordings, in seconds. */
  readonly seconds: number;
}

/** One of the few numbers that a detector is known by, with how far it would differ in others. */
export interface Headline {
  /** Stable, such as `phones.mape`. */
  readonly key: string;
  readonly label: string;
  readonly unit: 'f1' | 'percent' | 'per_minute' | 'milliseconds';
  /** A share for `percent`, seconds for `milliseconds`. */
  readonly value: number | null;
  /** 95 % over people, in the unit of the value. */
  readonly interval: ConfidenceInterval | null;
  readonly people: number;
  /** What other detectors reached, as far as it is known. */
  readonly references: readonly ReferenceResult[];
}

/** A headline of one detector less that of another, over the people that both were measured on. */
export interface HeadlineDifference extends Pick<Headline, 'key' | 'unit' | 'interval' | 'people'> {
  readonly value: number;
}

/** The clock offset of a group of recordings, already taken off in all matching below. */
export interface GroupOffset extends ClockOffset {
  readonly group: string;
}

export interface HandheldReport {
  readonly total: HandheldScore;
  readonly people: readonly HandheldScore[];
  readonly activities: readonly ActivityMatch[];
  readonly recordings: readonly RecordingCount[];
  /** Per person. */
  readonly offsets: readonly GroupOffset[];
}

export interface HandheldScore {
  readonly label: string;
  readonly count: CountScore;
  readonly all: HandheldMatch;
  /** Level walking only: no stairs, no standing. */
  readonly level: HandheldMatch;
  /** All again, ±100 ms, with one offset for each stretch of an activity, such as a flight of stairs. */
  readonly stretchwise: MatchScore;
  readonly timing: TimingScore;
  readonly delay: ConfirmationDelay;
  /** False steps while standing, away from the edges and from true steps. */
  readonly standing: StepRate;
}

export interface HandheldMatch {
  readonly within100ms: MatchScore;
  readonly within150ms: MatchScore;
}

export interface ActivityMatch extends HandheldMatch {
  readonly activity: string;
}

export interface RecordingCount extends StepCount {
  readonly name: string;
  /** (detected − truth) / truth. */
  readonly error: number | null;
  /** At the set's widest tolerance. */
  readonly f1: number;
}

export interface PhonesReport {
  readonly total: PhonesScore;
  readonly people: readonly PhonesScore[];
  readonly placements: readonly PhonesScore[];
  /** Per kind of phone. */
  readonly devices: readonly PhonesScore[];
  readonly recordings: readonly RecordingCount[];
  /** Per person and phone. */
  readonly offsets: readonly GroupOffset[];
}

export interface PhonesScore {
  readonly label: string;
  readonly count: CountScore;
  /** Against the foot switches without their bounces. */
  readonly cleanCount: CountScore;
  /** How far the foot switches themselves are from that. */
  readonly truthNoise: CountScore;
  readonly within200ms: MatchScore;
  readonly timing: TimingScore;
  readonly delay: ConfirmationDelay;
}

export interface DailyReport {
  readonly devices: readonly DailyScore[];
  readonly people: readonly DailyScore[];
}

/**
 * Steps found in each activity. In `seated`, `standingUp` and `sittingDown` they are false; walking
 * and turning have no known steps and only show that the detector is awake in these short pieces.
 */
export interface DailyScore {
  readonly label: string;
  readonly seated: StepRate;
  readonly standingUp: StepRate;
  readonly sittingDown: StepRate;
  /** Both of these, without the half second next to the walk. */
  readonly awayFromWalk: StepRate;
  readonly walking: StepRate;
  readonly turning: StepRate;
}

export interface WatchReport {
  readonly total: WatchScore;
  readonly people: readonly WatchScore[];
}

/** Steps in `sitting` and `standing` are false. */
export interface WatchScore {
  readonly label: string;
  readonly sitting: StepRate;
  readonly standing: StepRate;
  readonly walking: CadenceScore;
  readonly jogging: CadenceScore;
}
