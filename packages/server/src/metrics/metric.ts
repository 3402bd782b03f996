import type { HistogramCounts } from './histogram.ts';

/** Labels of a value. None of them may name a user, a session or an address: their values would never end. */
export type Labels = Readonly<Record<string, string>>;

/** What a metric is at this moment, one value for each set of labels. */
export type Readings = Iterable<readonly [Labels, number]>;

interface Described {
  /** As Prometheus has it, such as `stepstream_steps_total`. */
  readonly name: string;
  /** What it counts or measures, in one line. */
  readonly help: string;
  /** What its labels are called. Default: none. */
  readonly labels?: readonly string[];
  /**
   * How the values of several processes become one, where somebody asks for all of them together. Default: `sum`.
   */
  readonly aggregator?: 'sum' | 'max' | 'min' | 'first';
}

/** A number that only grows, or one that goes up and down. */
export interface NumberMetric extends Described {
  readonly type: 'counter' | 'gauge';
  /** Asked at each scrape, and at no other time. Undefined where there is nothing to tell. */
  read(): number | Readings | undefined;
}

/** How often something took how long. */
export interface HistogramMetric extends Described {
  readonly type: 'histogram';
  read(): Iterable<readonly [Labels, HistogramCounts]>;
}

/**
 * One thing that operators can watch. Whoever counts keeps a plain number; that it is a metric is said here, in the
 * files `*-metrics.ts`, from which the documents' table is made.
 */
export type Metric = NumberMetric | HistogramMetric;

/** The readings of counts that are kept by name, with the name as the only label. */
export function byName(label: string, counts: Readonly<Record<string, number>>): Readings {
  return Object.entries(counts).map(([name, count]) => [{ [label]: name }, count] as const);
}

/** Counts that begin at zero, by name. A name that is not among them may come later. */
export function zeros(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, 0]));
}
