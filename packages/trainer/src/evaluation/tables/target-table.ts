import type { Evaluation, Headline } from '../report.ts';
import { isReached, type Target } from '../targets.ts';
import { inUnit } from './cells.ts';
import { type Table, tableOf } from './table.ts';

/** What was aimed at and what was reached; null where nothing that has an aim was measured. */
export function targetTable({ detectors }: Evaluation): Table | null {
  const rows = (detectors[0]?.report.headlines ?? []).filter(({ target }) => target !== null);
  if (rows.length === 0) return null;
  return tableOf<Headline>('Targets', rows, [
    ['number', ({ label }) => label],
    ['target', ({ target, unit }) => (target ? boundOf(target, unit) : '')],
    ...detectors.flatMap(({ id, report }) => {
      const own = ({ key }: Headline) => report.headlines.find((one) => one.key === key);
      return [
        [id, (row: Headline) => inUnit(own(row)?.value ?? null, row.unit)],
        ['', (row: Headline) => verdict(own(row)?.value ?? null, row.target)],
      ] as const;
    }),
  ]);
}

function boundOf({ limit, better }: Target, unit: Headline['unit']): string {
  return `${better === 'less' ? '≤' : '≥'} ${inUnit(limit, unit)}`;
}

function verdict(value: number | null, target: Target | null): string {
  return value === null || target === null ? '' : isReached(value, target) ? 'reached' : 'missed';
}
