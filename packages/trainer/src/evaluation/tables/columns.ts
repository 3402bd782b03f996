import type { CountScore } from '@stepstream/analysis';
import type { ConfirmationDelay, TimingScore } from '../timing.ts';
import { milliseconds, percent, signed } from './cells.ts';
import type { Column } from './table.ts';

/** Counts, and how far they are off. */
export function countColumns<Row extends { count: CountScore }>(): Column<Row>[] {
  return [
    ['found', (s) => String(s.count.detected)],
    ['true', (s) => String(s.count.truth)],
    ['MAPE', (s) => percent(s.count.mape)],
    ['bias', (s) => signed(s.count.bias)],
  ];
}

/** When contacts are found, and when they are told. */
export function timeColumns<
  Row extends { timing: TimingScore; delay: ConfirmationDelay },
>(): Column<Row>[] {
  return [
    ['timing', (s) => milliseconds(s.timing.median)],
    ['IQR', (s) => milliseconds(s.timing.interquartileRange)],
    ['delay', (s) => milliseconds(s.delay.all.median)],
    ['p95', (s) => milliseconds(s.delay.all.p95)],
    ['steady', (s) => milliseconds(s.delay.steady.median)],
    ['p95', (s) => milliseconds(s.delay.steady.p95)],
    ['opening', (s) => milliseconds(s.delay.opening.median)],
  ];
}
