import { markdownOf } from '../card/markdown.ts';
import { fixed, inUnit, rate } from '../evaluation/tables/cells.ts';
import { type Column, type Table, tableOf } from '../evaluation/tables/table.ts';
import type { AblationRow } from './ablate.ts';

/** The headlines that are told: the key of each, and the head of its column. */
const HEADLINES: readonly (readonly [key: string, head: string])[] = [
  ['phones.clean_mape', 'phones, count'],
  ['phones.f1_200', 'phones F1'],
  ['phones.first_missed', 'first missed'],
  ['phones.last_missed', 'last missed'],
  ['handheld.stretchwise', 'hand-held F1'],
  ['pockets.mape', 'pockets, count'],
  ['walks.1_3', 'walks of 2 and 3'],
  ['walks.4_9', 'of 4 to 9'],
  ['watch.walking_right', 'watch, minutes right'],
  ['daily.transitions', 'sitting down, standing up'],
  ['watch.rest', 'watch at rest'],
  ['handheld.standing', 'standing'],
  ['chores.clapping', 'clapping'],
];
/** The cases that are told: the path of each, and the head of its column. */
const CASES: readonly (readonly [path: string, head: string])[] = [
  ['11-vibration/bus_0.8', 'bus'],
  ['11-vibration/cycling_80rpm_thigh', 'cyclist'],
];

/** The table as it stands in the documents. */
export function ablationSection(rows: readonly AblationRow[]): string {
  return markdownOf(ablationTable(rows));
}

/** What each change costs or saves. */
export function ablationTable(rows: readonly AblationRow[]): Table {
  return tableOf<AblationRow>(
    null,
    rows,
    [
      ['changed', ({ label }) => label],
      ...HEADLINES.map(([key, head]): Column<AblationRow> => {
        return [head, ({ headlines }) => valueIn(headlines, key)];
      }),
      ...CASES.map(([path, head]): Column<AblationRow> => {
        return [head, ({ cases }) => rateIn(cases, path)];
      }),
      ['missed at a cut', (row) => fixed(row.missedAtCuts, 2)],
    ],
    [
      'phones: count error without bounces in the truth, F1 ±200 ms, and contacts missed a walk of 4 and more',
      'hand-held: F1 ±100 ms, one offset a flight of stairs. pockets: slow and careful walkers, count error',
      'walks of 2 and 3, of 4 to 9: steps counted of the true ones in shortened walks',
      'watch, minutes right: of walking, within 3 % of the spectrum',
      'from sitting down to cyclist: false steps a minute; bus and cyclist are the cases of these names',
      'missed at a cut: contacts of the last 1.2 s never told of, where a recording is cut off after 7 s of walking',
    ],
  );
}

function valueIn(headlines: AblationRow['headlines'], key: string): string {
  const found = headlines.find((one) => one.key === key);
  return found ? inUnit(found.value, found.unit) : '–';
}

function rateIn(cases: AblationRow['cases'], path: string): string {
  const found = cases?.find((one) => one.path === path);
  return found ? rate(found.rate) : '–';
}
