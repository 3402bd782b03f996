import type { GroupOffset, RecordingCount } from '../contact-reports.ts';
import { milliseconds, share, signed } from './cells.ts';
import { type Table, tableOf } from './table.ts';

/** How many of a set's recordings are shown: those with the largest count error. */
const WORST = 6;

/** The recordings with the largest count errors. */
export function worstTable(set: string, recordings: readonly RecordingCount[]): Table {
  const size = ({ error }: RecordingCount): number => Math.abs(error ?? 0);
  const worst = [...recordings].sort((a, b) => size(b) - size(a)).slice(0, WORST);
  return tableOf(`${set}, largest count errors`, worst, [
    ['recording', (r) => r.name],
    ['found', (r) => String(r.detected)],
    ['true', (r) => String(r.truth)],
    ['error', (r) => signed(r.error)],
    ['F1', (r) => share(r.f1)],
  ]);
}

/** The offsets that were taken off before anything was matched. */
export function offsetTable(set: string, offsets: readonly GroupOffset[]): Table {
  return tableOf(`${set}, offset of detected from true contacts`, offsets, [
    ['group', (o) => o.group],
    ['offset', (o) => milliseconds(o.offset)],
    ['pairs', (o) => String(o.pairs)],
  ]);
}
