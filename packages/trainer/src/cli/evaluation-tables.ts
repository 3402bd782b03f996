import { formatTable } from 'stepstream/terminal';
import type { DetectorEvaluation, Evaluation } from '../evaluation/report.ts';
import { headlineTable } from '../evaluation/tables/headline-table.ts';
import { reliabilityTable } from '../evaluation/tables/reliability-table.ts';
import { robustnessTable } from '../evaluation/tables/robustness-table.ts';
import { setTables } from '../evaluation/tables/set-tables.ts';
import { syntheticTables } from '../evaluation/tables/synthetic-tables.ts';
import type { Table } from '../evaluation/tables/table.ts';
import { targetTable } from '../evaluation/tables/target-table.ts';

/** The evaluation as text: the headline numbers side by side, then one detector at a time. */
export function evaluationTables(evaluation: Evaluation): string {
  const { detectors } = evaluation;
  return [
    ...detectors.map(({ report }) => `${report.detector}.`),
    ...detectors.slice(0, 1).map(aboutTheData),
    textTable(headlineTable(evaluation)),
    ...optional(targetTable(evaluation)),
    ...detectors.flatMap(detailsOf),
  ].join('\n\n');
}

function aboutTheData({ report: { recordings, people, samples } }: DetectorEvaluation): string {
  return (
    `${recordings} recordings of ${people} people, ${samples} samples. ` +
    'F1 and timing after one constant offset.'
  );
}

function detailsOf(detector: DetectorEvaluation): string[] {
  const { report, reliability } = detector;
  const tables = setTables(report);
  if (reliability.contacts > 0) tables.push(reliabilityTable(detector));
  return [
    `── ${report.detector} ──`,
    ...tables.map(textTable),
    ...optional(robustnessTable(detector)),
    ...syntheticTables(detector).map(textTable),
  ];
}

function optional(table: Table | null): string[] {
  return table ? [textTable(table)] : [];
}

/** A table as text for the terminal, with its title above and its notes below. */
export function textTable({ title, header, rows, wordColumns, notes }: Table): string {
  const align = header.map((_, i) => (wordColumns.includes(i) ? 'left' : 'right'));
  const lines = [formatTable(header, rows, align), ...notes];
  return (title === null ? lines : [title, ...lines]).join('\n');
}
