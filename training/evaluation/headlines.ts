import { bootstrapPeople } from './bootstrap.ts';
import type { CadenceScore } from './cadence-score.ts';
import type { CountScore } from './count-error.ts';
import type { StepRate } from './false-steps.ts';
import type { MatchCounts } from './match-steps.ts';
import { REFERENCE_FIGURES } from './reference-figures.ts';
import type { DailyReport, HandheldReport, Headline, PhonesReport, WatchReport } from './report.ts';

/** One person's share in a number: such as errors made and recordings, false steps and minutes. */
interface Ratio {
  readonly numerator: number;
  readonly denominator: number;
}

/** The sets' reports, as far as there were recordings. */
interface SetReports {
  readonly handheld: HandheldReport | null;
  readonly phones: PhonesReport | null;
  readonly daily: DailyReport | null;
  readonly watch: WatchReport | null;
}

/**
 * The numbers that a detector is known by, each with its 95 % confidence interval over people and
 * with what other detectors reached. All are quotients of sums over people, and equal to the totals
 * in the sets' reports.
 */
export function headlinesOf({ handheld, phones, daily, watch }: SetReports): Headline[] {
  const hands = handheld?.people ?? [];
  const pockets = phones?.people ?? [];
  const days = daily?.people ?? [];
  const wrists = watch?.people ?? [];
  return [
    over('handheld.f1_100', 'F1 ±100 ms, hand-held', 'f1', hands, (p) => f1(p.all.within100ms)),
    over('handheld.f1_150', 'F1 ±150 ms, hand-held', 'f1', hands, (p) => f1(p.all.within150ms)),
    over('handheld.level_f1_100', 'F1 ±100 ms, hand-held, level', 'f1', hands, (p) =>
      f1(p.level.within100ms),
    ),
    over('handheld.mape', 'count error, hand-held', 'percent', hands, (p) => countErrors(p.count)),
    over('handheld.standing', 'false steps/min, hand-held, standing', 'per_minute', hands, (p) =>
      rate(p.standing),
    ),
    alone(
      'handheld.delay',
      'delay in steady walking, hand-held',
      handheld?.total.delay.steady.median,
    ),
    over('phones.mape', 'count error, phones', 'percent', pockets, (p) => countErrors(p.count)),
    over('phones.f1_200', 'F1 ±200 ms, phones', 'f1', pockets, (p) => f1(p.within200ms)),
    alone('phones.delay', 'delay in steady walking, phones', phones?.total.delay.steady.median),
    over(
      'daily.transitions',
      'false steps/min, standing up, sitting down',
      'per_minute',
      days,
      (p) => rate(p.standingUp, p.sittingDown),
    ),
    over('daily.seated', 'false steps/min, seated', 'per_minute', days, (p) => rate(p.seated)),
    // No steps are known here, but people take about 100: a detector that finds none is asleep.
    over('daily.walking', 'steps/min found in walks of a few steps', 'per_minute', days, (p) =>
      rate(p.walking),
    ),
    over('watch.rest', 'false steps/min, watch at rest', 'per_minute', wrists, (p) =>
      rate(p.sitting, p.standing),
    ),
    over(
      'watch.walking_ratio',
      "steps counted of the spectrum's, walking",
      'percent',
      wrists,
      (p) => counted(p.walking),
    ),
    over(
      'watch.jogging_ratio',
      "steps counted of the spectrum's, jogging",
      'percent',
      wrists,
      (p) => counted(p.jogging),
    ),
  ].filter((headline) => headline.value !== null);
}

function over<Person>(
  key: string,
  label: string,
  unit: Headline['unit'],
  people: readonly Person[],
  shareOf: (person: Person) => Ratio,
): Headline {
  // People without any part in a number (no time at rest, say) would only widen its interval.
  const shares = people.map(shareOf).filter((share) => share.denominator > 0);
  return {
    key,
    label,
    unit,
    value: quotient(shares),
    interval: bootstrapPeople(shares, quotient),
    people: shares.length,
    references: REFERENCE_FIGURES[key] ?? [],
  };
}

/** A time without an interval. */
function alone(key: string, label: string, value: number | null | undefined): Headline {
  const references = REFERENCE_FIGURES[key] ?? [];
  const unit = 'milliseconds';
  return { key, label, unit, value: value ?? null, interval: null, people: 0, references };
}

function quotient(shares: readonly Ratio[]): number | null {
  const numerator = shares.reduce((sum, share) => sum + share.numerator, 0);
  const denominator = shares.reduce((sum, share) => sum + share.denominator, 0);
  return denominator > 0 ? numerator / denominator : null;
}

function f1({ tp, fp, fn }: MatchCounts): Ratio {
  return { numerator: 2 * tp, denominator: 2 * tp + fp + fn };
}

function countErrors({ mape, recordings }: CountScore): Ratio {
  return mape === null
    ? { numerator: 0, denominator: 0 }
    : { numerator: mape * recordings, denominator: recordings };
}

function rate(...rates: readonly StepRate[]): Ratio {
  return {
    numerator: rates.reduce((sum, { steps }) => sum + steps, 0),
    denominator: rates.reduce((sum, { minutes }) => sum + minutes, 0),
  };
}

function counted({ clearMinutes, detectedPerMinute, spectralPerMinute }: CadenceScore): Ratio {
  return {
    numerator: (detectedPerMinute ?? 0) * clearMinutes,
    denominator: (spectralPerMinute ?? 0) * clearMinutes,
  };
}
