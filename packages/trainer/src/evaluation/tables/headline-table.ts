import { REFERENCE_DETECTORS, type ReferenceResult } from '../reference-results.ts';
import type { Evaluation, Headline, HeadlineDifference } from '../report.ts';
import { difference, inUnit } from './cells.ts';
import type { Table } from './table.ts';

/** The columns of results from elsewhere, and which of those stand in each. */
const REFERENCE_COLUMNS: readonly (readonly [string, readonly ReferenceResult['detector'][]])[] = [
  ['published', ['published']],
  ['phone', ['phone']],
  ['first study', ['network', 'network, gated', 'peaks']],
];

/**
 * The numbers that detectors are known by: a column for each detector with the range of 95 % over
 * people, the difference of the two likewise, and what others reached.
 */
export function headlineTable({ detectors, differences }: Evaluation): Table {
  const keys = detectors[0]?.report.headlines ?? [];
  const columnsOf = detectors.flatMap(({ id }) => [id, '95 %']);
  const compares = detectors.length > 1;
  const rows = keys.map((first) => {
    const own = detectors.map(({ report }) =>
      report.headlines.find(({ key }) => key === first.key),
    );
    return [
      first.label,
      ...own.flatMap((headline) => (headline ? measured(headline) : ['–', '–'])),
      ...(compares ? compared(differences.find(({ key }) => key === first.key)) : []),
      first.people === 0 ? '–' : String(first.people),
      ...REFERENCE_COLUMNS.map(([, names]) => references(first, names)),
    ];
  });
  const header = [
    'number',
    ...columnsOf,
    ...(compares ? ['difference', '95 %'] : []),
    'people',
    ...REFERENCE_COLUMNS.map(([name]) => name),
  ];
  const used = new Set(keys.flatMap((h) => h.references.map(({ detector }) => detector)));
  return {
    title: null,
    header,
    rows,
    wordColumns: [0, header.length - 1],
    notes: [
      '95 %: confidence interval over people; with three or four of them, a rough one',
      ...(compares
        ? [`difference: ${detectors.map(({ id }) => id).join(' less ')}, on the same people`]
        : []),
      ...[...used].map((name) => `${name}: ${REFERENCE_DETECTORS[name]}`),
      '* on other, kept-back people',
    ],
  };
}

function measured({ value, unit, interval }: Headline): string[] {
  const range = interval ? `${inUnit(interval.low, unit)} – ${inUnit(interval.high, unit)}` : '–';
  return [inUnit(value, unit), range];
}

function compared(found: HeadlineDifference | undefined): string[] {
  if (!found) return ['–', '–'];
  const { value, unit, interval } = found;
  const range = interval
    ? `${difference(interval.low, unit)} … ${difference(interval.high, unit)}`
    : '–';
  return [difference(value, unit), range];
}

function references(
  { references, unit }: Headline,
  names: readonly ReferenceResult['detector'][],
): string {
  const found = references.filter(({ detector }) => names.includes(detector));
  return found
    .map(({ detector, low, high, keptBack }) => {
      const value = inUnit(low, unit) + (high > low ? `–${inUnit(high, unit)}` : '');
      // A column of one detector says its name already.
      const name = names.length > 1 ? `${detector} ` : '';
      return `${name}${value}${keptBack ? '*' : ''}`;
    })
    .join('; ');
}
