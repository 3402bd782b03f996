import type { Header } from '../csv-header.ts';
import type { TimeUnit } from '../recording.ts';
import { SECONDS } from '../time-units.ts';
import { cellNumber } from './cell.ts';
import { EARLIEST_UNIX, type SplitTimes } from './clock.ts';

/** A column that may hold times, and the unit that its name says. */
interface MaybeTimes {
  readonly field: number;
  readonly unit: TimeUnit | undefined;
}

/** Columns of parts of a second, each with the column that counts its seconds; that may be one of times of day. */
interface Part {
  readonly part: MaybeTimes;
  readonly whole: MaybeTimes;
}

/** The fields that hold but a part of a second: they begin anew where another column goes on. */
export function partsOfSeconds(header: Header, columns: readonly MaybeTimes[]): number[] {
  return partsOf(header, columns).map(({ part }) => part.field);
}

/** Where whole seconds are in one column, and what follows them in another (ROS, `timeval`); undefined for all else. */
export function splitTimes(header: Header, columns: readonly MaybeTimes[]): SplitTimes | undefined {
  const found = partsOf(header, columns).find(({ whole, part }) => {
    const seconds = numbersOf(header, whole.field);
    return (
      (whole.unit === undefined || whole.unit === 's') &&
      seconds.every((value) => Number.isInteger(value)) &&
      numbersOf(header, part.field).every((value) => value >= 0)
    );
  });
  if (!found) return undefined;
  const { whole, part } = found;
  const most = Math.max(...numbersOf(header, part.field));
  const unit =
    part.unit ?? (['s', 'ms', 'us', 'ns'] as const).find((one) => most * SECONDS[one] < 1);
  const factor = unit && SECONDS[unit];
  if (factor === undefined || most * factor >= 1) return undefined;
  return { whole: whole.field, part: part.field, factor };
}

function partsOf(header: Header, columns: readonly MaybeTimes[]): Part[] {
  return columns.flatMap((part) => {
    const back = backwardRows(numbersOf(header, part.field));
    const whole = columns.find((other) => {
      if (other.field === part.field) return false;
      const changes = changedRows(header.rows.map((row) => row[other.field] ?? ''));
      if (back.length === 0) return isSinceEpoch(header, other, part);
      return changes.length <= back.length + 2 && back.every((row) => changes.includes(row));
    });
    return whole ? [{ part, whole }] : [];
  });
}

/** Within one second nothing begins anew: then its units must say what the two are. */
function isSinceEpoch(header: Header, whole: MaybeTimes, part: MaybeTimes): boolean {
  if (whole.unit !== 's' || (part.unit !== 'ns' && part.unit !== 'us')) return false;
  const factor = SECONDS[part.unit];
  return (
    numbersOf(header, whole.field).every(
      (value) => Number.isInteger(value) && value > EARLIEST_UNIX,
    ) && numbersOf(header, part.field).every((value) => value >= 0 && value * factor < 1)
  );
}

function numbersOf({ rows, decimalComma }: Header, field: number): number[] {
  return rows.map((row) => cellNumber(row[field] ?? '', decimalComma));
}

/** The rows that are less than the row before. */
function backwardRows(values: readonly number[]): number[] {
  return values.flatMap((value, i) => (i > 0 && value < (values[i - 1] as number) ? [i] : []));
}

function changedRows(cells: readonly string[]): number[] {
  return cells.flatMap((cell, i) => (i > 0 && cell !== cells[i - 1] ? [i] : []));
}
