import type { DetectorEvaluation } from '../report.ts';
import type { DegradedScore, RobustnessRow } from '../robustness.ts';
import { difference, percent, share } from './cells.ts';
import { type Column, type Table, tableOf } from './table.ts';

/** What degraded recordings cost a detector; null where that was not measured. */
export function robustnessTable({ id, robustness }: DetectorEvaluation): Table | null {
  if (!robustness) return null;
  return tableOf<RobustnessRow>(
    `${id}: degraded recordings`,
    robustness,
    [
      ['recordings', ({ label }) => label],
      ...columnsOf('hand-held', 'F1 ±100', ({ handheld }) => handheld),
      ...columnsOf('phones', 'F1 ±200', ({ phones }) => phones),
    ],
    [
      'change: against the same recordings as they are; of count errors in points, of F1 as a share.',
      'kept: steps found of the true ones, against the same in the recordings as they are.',
      'Accelerometer only is no row of its own: no detector here reads the gyroscope.',
    ],
  );
}

function columnsOf(
  set: string,
  f1: string,
  scoreOf: (row: RobustnessRow) => DegradedScore | null,
): Column<RobustnessRow>[] {
  const cell = (show: (score: DegradedScore) => string) => (row: RobustnessRow) => {
    const score = scoreOf(row);
    return score ? show(score) : '–';
  };
  return [
    [set, cell(({ recordings }) => String(recordings))],
    ['MAPE', cell(({ mape }) => percent(mape))],
    ['change', cell(({ mapeChange }) => difference(mapeChange, 'percent'))],
    ['kept', cell(({ kept }) => percent(kept))],
    [f1, cell((score) => share(score.f1))],
    ['change', cell(({ f1Change }) => difference(f1Change, 'f1'))],
  ];
}
