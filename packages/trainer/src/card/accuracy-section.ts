import type { Evaluation } from '../evaluation/report.ts';
import { headlineTable } from '../evaluation/tables/headline-table.ts';
import { markdownOf } from './markdown.ts';

/** The headline numbers as they stand in the card and the README; a test measures them anew. */
export function accuracySection(evaluation: Evaluation): string {
  return [
    ...evaluation.detectors.map(({ report }) => `${report.detector}.`),
    'F1 and timing are after one constant offset for each reference clock.',
    '',
    markdownOf(headlineTable(evaluation)),
  ].join('\n');
}
