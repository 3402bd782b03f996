import { median } from '@stepstream/math';
import type { Chore, ChoresReport } from '../activity-reports.ts';
import type { CadenceScore } from '../cadence-score.ts';
import { totalRate } from '../false-steps.ts';
import { groupBy } from '../observe.ts';
import { activityName } from './activity-names.ts';
import { fixed, percent, rate } from './cells.ts';
import { type Column, type Table, tableOf } from './table.ts';

type Rates = ChoresReport['still'];

/** The chores set: steps a minute by chore, for watches and phones, and its walks. */
export function choresTables({ still, unknown, totals }: ChoresReport): Table[] {
  return [
    rateTable('Chores, false steps a minute', still),
    rateTable('Chores, steps a minute where nothing is known', unknown),
    tableOf<CadenceScore & Chore>('Chores, walks against the spectrum', totals, [
      ['device, activity', ({ device, activity }) => `${device}, ${activityName(activity)}`],
      ['counted', (s) => fixed(s.detectedPerMinute, 1)],
      ['spectrum', (s) => fixed(s.spectralPerMinute, 1)],
      ['within 3 %', (s) => percent(s.right)],
      ['half, double', (s) => `${s.halves}, ${s.doubles}`],
      ['clear', (s) => `${s.clearMinutes}/${s.minutes}`],
    ]),
  ];
}

/** A row for each chore; for watches and phones the mean over people and the worst of them. */
function rateTable(title: string, rates: Rates): Table {
  const rows = [...groupBy(rates, ({ activity }) => activity).values()];
  const of = (device: Chore['device']): Column<Rates>[] => {
    const own = (row: Rates): Rates => row.filter((one) => one.device === device);
    return [
      [device, (row) => rate(totalRate(own(row)))],
      ['people', (row) => String(own(row).length)],
      ['median', (row) => fixed(medianOf(own(row)), 2)],
      ['worst', (row) => worstOf(own(row))],
    ];
  };
  return tableOf<Rates>(title, rows, [
    ['activity', ([one]) => activityName(one?.activity ?? '')],
    ...of('watch'),
    ...of('phone'),
  ]);
}

function worstOf(rates: Rates): string {
  const [worst] = [...rates].sort((a, b) => (b.perMinute ?? 0) - (a.perMinute ?? 0));
  return worst && worst.steps > 0 ? `${worst.person} ${fixed(worst.perMinute, 1)}` : '–';
}

function medianOf(rates: Rates): number | null {
  return median(rates.map(({ perMinute }) => perMinute ?? 0));
}
