import type { ChoresReport, DailyReport, SportsReport, WatchReport } from './activity-reports.ts';
import type { ConfidenceInterval } from './bootstrap.ts';
import type { HandheldReport, PhonesReport, PocketsReport } from './contact-reports.ts';
import type { SetName } from './datasets.ts';
import type { ReferenceResult } from './reference-results.ts';
import type { Reliability } from './reliability.ts';
import type { RobustnessRow } from './robustness.ts';
import type { SyntheticReport } from './synthetic-report.ts';
import type { Target } from './targets.ts';
import type { WalkReport } from './walk-report.ts';

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
  readonly synthetic: SyntheticReport;
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
  readonly sports: SportsReport | null;
  readonly pockets: PocketsReport | null;
  readonly chores: ChoresReport | null;
  /** Over all sets with known contacts; null where there is none. */
  readonly walks: WalkReport | null;
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
  readonly unit: 'f1' | 'percent' | 'per_minute' | 'per_walk' | 'milliseconds';
  /** A share for `percent`, seconds for `milliseconds`. */
  readonly value: number | null;
  /** 95 % over people, in the unit of the value. */
  readonly interval: ConfidenceInterval | null;
  readonly people: number;
  /** What was aimed at; null where nothing was. */
  readonly target: Target | null;
  /** What other detectors reached, as far as it is known. */
  readonly references: readonly ReferenceResult[];
}

/** A headline of one detector less that of another, over the people that both were measured on. */
export interface HeadlineDifference extends Pick<Headline, 'key' | 'unit' | 'interval' | 'people'> {
  readonly value: number;
}
