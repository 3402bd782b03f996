import { readAccuracyTable } from './accuracy-table.ts';
import { markdownTable } from './section.ts';

/** Rows of the table of accuracy, and what docs/comparison.md calls them. */
const LINES: readonly (readonly [row: string, label: string])[] = [
  ['count error, phones', 'count error, phones in seven places on the body'],
  ['count error, slow and careful walkers', 'count error, people who walk slowly'],
  ['steps counted of walks of 4 to 9', 'steps counted in walks of four to nine steps'],
  ['false steps/min, watch, brushing teeth', 'false steps a minute of brushing teeth, watch'],
];

/**
 * The network beside the classical detector, for docs/comparison.md.
 *
 * @param section the generated section `accuracy` of docs/accuracy.md
 * @throws {Error} if the table lacks a row
 */
export function classicalComparison(section: string): string {
  const row = readAccuracyTable(section);
  const lines = LINES.map(([name, label]) => {
    const { 'tcn-3': ours = '', 'classic-1': classic = '' } = row(name);
    return [label, ours, classic];
  });
  return markdownTable([['', 'Stepstream', 'our classical detector'], ...lines]);
}
