import type { CadenceScore } from './cadence-score.ts';
import type { CountScore } from './count-error.ts';
import type { StepRate } from './false-steps.ts';
import type { MatchCounts } from './match-steps.ts';
import type { Headline, SetReports } from './report.ts';

/** One person's share in a number: such as errors made and recordings, false steps and minutes. */
export interface PersonShare {
  readonly person: string;
  readonly numerator: number;
  readonly denominator: number;
}

/** A headline before it is measured: what it is called and what it is made of. */
export type HeadlineSpec = Pick<Headline, 'key' | 'label' | 'unit'> &
  (
    | { readonly sharesOf: (sets: SetReports) => PersonShare[] }
    /** A time without a part of each person's in it. */
    | { readonly timeOf: (sets: SetReports) => number | null | undefined }
  );

type Ratio = Omit<PersonShare, 'person'>;

/**
 * The numbers that a detector is known by. All but the times are quotients of sums over people, and
 * equal to the totals in the sets' reports.
 */
export const HEADLINE_SPECS: readonly HeadlineSpec[] = [
  hand('handheld.f1_100', 'F1 ±100 ms, hand-held', 'f1', (p) => f1(p.all.within100ms)),
  hand('handheld.stretchwise', 'the same, one offset a flight of stairs', 'f1', (p) =>
    f1(p.stretchwise),
  ),
  hand('handheld.f1_150', 'F1 ±150 ms, hand-held', 'f1', (p) => f1(p.all.within150ms)),
  hand('handheld.level_f1_100', 'F1 ±100 ms, hand-held, level', 'f1', (p) =>
    f1(p.level.within100ms),
  ),
  hand('handheld.mape', 'count error, hand-held', 'percent', (p) => countErrors(p.count)),
  hand('handheld.standing', 'false steps/min, hand-held, standing', 'per_minute', (p) =>
    rate(p.standing),
  ),
  {
    key: 'handheld.delay',
    label: 'delay in steady walking, hand-held',
    unit: 'milliseconds',
    timeOf: ({ handheld }) => handheld?.total.delay.steady.median,
  },
  phone('phones.mape', 'count error, phones', 'percent', (p) => countErrors(p.count)),
  phone('phones.clean_mape', 'the same, without bounces in the truth', 'percent', (p) =>
    countErrors(p.cleanCount),
  ),
  phone('phones.f1_200', 'F1 ±200 ms, phones', 'f1', (p) => f1(p.within200ms)),
  {
    key: 'phones.delay',
    label: 'delay in steady walking, phones',
    unit: 'milliseconds',
    timeOf: ({ phones }) => phones?.total.delay.steady.median,
  },
  day('daily.transitions', 'false steps/min, standing up, sitting down', 'per_minute', (p) =>
    rate(p.standingUp, p.sittingDown),
  ),
  day('daily.away_from_walk', 'the same, ½ s and more from the walk', 'per_minute', (p) =>
    rate(p.awayFromWalk),
  ),
  day('daily.seated', 'false steps/min, seated', 'per_minute', (p) => rate(p.seated)),
  // No steps are known here, but people take about 100: a detector that finds none is asleep.
  day('daily.walking', 'steps/min found in walks of a few steps', 'per_minute', (p) =>
    rate(p.walking),
  ),
  wrist('watch.rest', 'false steps/min, watch at rest', 'per_minute', (p) =>
    rate(p.sitting, p.standing),
  ),
  wrist('watch.walking_right', 'minutes within 3 %, watch, walking', 'percent', (p) =>
    right(p.walking),
  ),
  wrist('watch.jogging_right', 'minutes within 3 %, watch, jogging', 'percent', (p) =>
    right(p.jogging),
  ),
  wrist('watch.half_double', 'minutes counted half or double, watch', 'percent', (p) =>
    halfOrDouble(p.walking, p.jogging),
  ),
  wrist('watch.walking_ratio', "steps counted of the spectrum's, walking", 'percent', (p) =>
    counted(p.walking),
  ),
  wrist('watch.jogging_ratio', "steps counted of the spectrum's, jogging", 'percent', (p) =>
    counted(p.jogging),
  ),
];

type SpecOf<Person> = (
  key: string,
  label: string,
  unit: Headline['unit'],
  shareOf: (person: Person) => Ratio,
) => HeadlineSpec;
type PersonIn<Set extends keyof SetReports> = NonNullable<SetReports[Set]>['people'][number];

function hand(...spec: Parameters<SpecOf<PersonIn<'handheld'>>>): HeadlineSpec {
  return over(({ handheld }) => handheld?.people, ...spec);
}

function phone(...spec: Parameters<SpecOf<PersonIn<'phones'>>>): HeadlineSpec {
  return over(({ phones }) => phones?.people, ...spec);
}

function day(...spec: Parameters<SpecOf<PersonIn<'daily'>>>): HeadlineSpec {
  return over(({ daily }) => daily?.people, ...spec);
}

function wrist(...spec: Parameters<SpecOf<PersonIn<'watch'>>>): HeadlineSpec {
  return over(({ watch }) => watch?.people, ...spec);
}

function over<Person extends { readonly label: string }>(
  peopleOf: (sets: SetReports) => readonly Person[] | undefined,
  ...[key, label, unit, shareOf]: Parameters<SpecOf<Person>>
): HeadlineSpec {
  const sharesOf = (sets: SetReports): PersonShare[] =>
    (peopleOf(sets) ?? [])
      .map((person) => ({ person: person.label, ...shareOf(person) }))
      // People without any part in a number (no time at rest, say) would only widen its interval.
      .filter(({ denominator }) => denominator > 0);
  return { key, label, unit, sharesOf };
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

function right({ clearMinutes, right: share }: CadenceScore): Ratio {
  return { numerator: (share ?? 0) * clearMinutes, denominator: clearMinutes };
}

function halfOrDouble(...scores: readonly CadenceScore[]): Ratio {
  return {
    numerator: scores.reduce((sum, { halves, doubles }) => sum + halves + doubles, 0),
    denominator: scores.reduce((sum, { clearMinutes }) => sum + clearMinutes, 0),
  };
}
