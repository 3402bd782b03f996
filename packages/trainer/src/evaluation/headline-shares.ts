import type { CountScore, MatchCounts } from '@stepstream/analysis';
import type { CadenceScore } from './cadence-score.ts';
import type { StepRate } from './false-steps.ts';
import { groupBy } from './observe.ts';
import type { Headline, SetReports } from './report.ts';

/** One person's share in a number: such as errors made and recordings, false steps and minutes. */
export interface PersonShare extends Ratio {
  readonly person: string;
}

export interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

/** A headline before it is measured: what it is called and what it is made of. */
export type HeadlineSpec = Pick<Headline, 'key' | 'label' | 'unit'> &
  (
    | { readonly sharesOf: (sets: SetReports) => PersonShare[] }
    /** A number without a part of each person's in it, such as a time or the worst of something. */
    | { readonly numberOf: (sets: SetReports) => number | null | undefined }
  );

/** What is summed up in a headline: which rows, and what each of them adds. */
export interface HeadlineRows<Row> {
  readonly rows: (sets: SetReports) => readonly Row[] | null | undefined;
  readonly person: (row: Row) => string;
  readonly share: (row: Row) => Ratio;
}

/** A headline that is a quotient of sums over people. A person may have several rows. */
export function over<Row>(
  spec: Pick<Headline, 'key' | 'label' | 'unit'>,
  { rows, person, share }: HeadlineRows<Row>,
): HeadlineSpec {
  const sharesOf = (sets: SetReports): PersonShare[] =>
    [...groupBy(rows(sets) ?? [], person)]
      .map(([name, own]) => ({ person: name, ...sumOf(own.map((row) => share(row))) }))
      // People without any part in a number (no time at rest, say) would only widen its interval.
      .filter(({ denominator }) => denominator > 0);
  return { ...spec, sharesOf };
}

export function f1({ tp, fp, fn }: MatchCounts): Ratio {
  return { numerator: 2 * tp, denominator: 2 * tp + fp + fn };
}

export function countErrors({ mape, recordings }: CountScore): Ratio {
  return mape === null
    ? { numerator: 0, denominator: 0 }
    : { numerator: mape * recordings, denominator: recordings };
}

export function rate(...rates: readonly StepRate[]): Ratio {
  return sumOf(rates.map(({ steps, minutes }) => ({ numerator: steps, denominator: minutes })));
}

export function counted({
  clearMinutes,
  detectedPerMinute,
  spectralPerMinute,
}: CadenceScore): Ratio {
  return {
    numerator: (detectedPerMinute ?? 0) * clearMinutes,
    denominator: (spectralPerMinute ?? 0) * clearMinutes,
  };
}

export function right({ clearMinutes, right: share }: CadenceScore): Ratio {
  return { numerator: (share ?? 0) * clearMinutes, denominator: clearMinutes };
}

export function halfOrDouble(...scores: readonly CadenceScore[]): Ratio {
  return sumOf(
    scores.map(({ halves, doubles, clearMinutes }) => ({
      numerator: halves + doubles,
      denominator: clearMinutes,
    })),
  );
}

function sumOf(ratios: readonly Ratio[]): Ratio {
  return {
    numerator: ratios.reduce((sum, { numerator }) => sum + numerator, 0),
    denominator: ratios.reduce((sum, { denominator }) => sum + denominator, 0),
  };
}
