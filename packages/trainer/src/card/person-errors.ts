import type { PersonShare } from '../evaluation/headline-shares.ts';
import { HEADLINE_SPECS } from '../evaluation/headline-specs.ts';
import type { Evaluation, SetReports } from '../evaluation/report.ts';
import { percent } from '../evaluation/tables/cells.ts';
import { type Column, type Table, tableOf } from '../evaluation/tables/table.ts';
import { TARGETS } from '../evaluation/targets.ts';

/** The headlines that are told person by person, and what a person's error in them is. */
const ERRORS: Readonly<Record<string, string>> = {
  'phones.clean_mape': 'phones, count, without bounces in the truth',
  'pockets.mape': 'slow and careful walkers, count',
  'sports.wrist_treadmill': 'wrists on a treadmill, count',
  'sports.wrist_incline': 'wrists on a treadmill uphill, count',
  'watch.walking_right': 'watch, minutes of walking that are off by more than 3 %',
};

/** A person's error in one of these numbers. */
interface PersonError {
  readonly key: string;
  readonly person: string;
  readonly error: number;
}

/** What each person's error is, the largest first: a mean can hide somebody for whom nothing works. */
export function personTable({ detectors }: Evaluation): Table {
  const [own = [], ...others] = detectors.map(({ report }) => errorsOf(report));
  const rows = [...own].sort((a, b) => b.error - a.error);
  const table = tableOf<PersonError>(null, rows, [
    ['person', ({ person }) => person],
    ['what', ({ key }) => ERRORS[key] ?? ''],
    [detectors[0]?.id ?? '', ({ error }) => percent(error)],
    ...others.map(
      (errors, i): Column<PersonError> => [
        detectors[i + 1]?.id ?? '',
        ({ key, person }) =>
          percent(errors.find((one) => one.key === key && one.person === person)?.error ?? null),
      ],
    ),
    ['aimed at, on average', ({ key }) => percent(errorAimedAt(key))],
  ]);
  return { ...table, wordColumns: [0, 1] };
}

function errorsOf(sets: SetReports): PersonError[] {
  return Object.keys(ERRORS).flatMap((key) =>
    sharesOf(key, sets).map(({ person, numerator, denominator }) => {
      const value = numerator / denominator;
      return { key, person, error: TARGETS[key]?.better === 'more' ? 1 - value : value };
    }),
  );
}

function sharesOf(key: string, sets: SetReports): PersonShare[] {
  const spec = HEADLINE_SPECS.find((one) => one.key === key);
  return spec && 'sharesOf' in spec ? spec.sharesOf(sets) : [];
}

function errorAimedAt(key: string): number | null {
  const target = TARGETS[key];
  if (!target) return null;
  return target.better === 'more' ? 1 - target.limit : target.limit;
}
