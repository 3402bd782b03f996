import { median } from '@stepstream/math';
import { unitOfGravity } from '../accel-units.ts';
import type { Header } from '../csv-header.ts';
import { cellKind, cellNumber } from './cell.ts';
import type { NamedColumns } from './name-columns.ts';

/** Too few rows tell nothing. */
const MIN_ROWS = 20;
/** A body that moves is not at rest in each row, but in the middle of them it is near it. */
const MAX_SPREAD = 2.5;

/**
 * What the columns of a table without names are, by their values: one that grows from row to row is
 * the time, and three numbers in a row whose length is that of gravity are the acceleration.
 *
 * @returns undefined where that is not clear
 */
export function guessColumns({ rows, decimalComma }: Header): NamedColumns | undefined {
  if (rows.length < MIN_ROWS) return undefined;
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, field) => rows.map((row) => row[field] ?? ''));
  const kinds = columns.map((cells) => mostly(cells.map((cell) => cellKind(cell, decimalComma))));
  const numbers = columns.map((cells) => cells.map((cell) => cellNumber(cell, decimalComma)));
  const times = numbers.flatMap((values, field) =>
    kinds[field] === 'time' || isGrowing(values) ? [field] : [],
  );
  const values = kinds.flatMap((kind, field) =>
    kind === 'number' && !times.includes(field) && !isConstant(numbers[field] ?? []) ? [field] : [],
  );
  const [x, y, z] = values;
  if (x === undefined || y !== x + 1 || z !== x + 2) return undefined;
  if (values.length !== 3 && values.length !== 6) return undefined;
  if (!areAsLongAsGravity([x, y, z].map((field) => numbers[field] ?? []))) return undefined;
  return {
    times: times.map((field) => ({ field, unit: undefined, holds: 'any' })),
    triads: [
      {
        kind: 'acceleration',
        name: `column ${x + 1}`,
        fields: [x, y, z],
        unit: undefined,
        isTold: true,
      },
    ],
    activity: undefined,
    sources: [],
  };
}

/** Whether three columns of numbers have together the length of gravity, in some unit. */
export function areAsLongAsGravity(columns: readonly (readonly number[])[]): boolean {
  const lengths = (columns[0] ?? []).map((_, row) =>
    Math.hypot(...columns.map((values) => values[row] ?? Number.NaN)),
  );
  const known = lengths.filter((length) => !Number.isNaN(length)).sort((a, b) => a - b);
  const middle = median(known) ?? 0;
  const isWhole = columns.every((values) => values.every(Number.isInteger));
  const isSteady = (known[Math.floor(0.9 * known.length)] ?? 0) < MAX_SPREAD * middle;
  return isSteady && unitOfGravity(middle, isWhole) !== undefined;
}

function mostly<T>(all: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].reduce<[T | undefined, number]>(
    (best, entry) => (entry[1] > best[1] ? entry : best),
    [undefined, 0],
  )[0];
}

/** Names of what grows steadily, too, and is no time. */
const NO_TIME = /index|frame|sample|count|row|id\b|num|packet|seq|step|dist|lat|lon|alt|odo/i;
/** Of times, one is about as long after the last as the others. */
const STEADY = 0.9;

/** The one column of a table that grows steadily, as times do, whatever it is called; undefined for none or several. */
export function growingColumn({ fields, rows, decimalComma }: Header): number | undefined {
  if (rows.length < MIN_ROWS) return undefined;
  const found = fields.flatMap((name, field) => {
    const values = rows.map((row) => cellNumber(row[field] ?? '', decimalComma));
    const steps = values.slice(1).map((value, i) => value - (values[i] as number));
    const typical = median(steps) ?? 0;
    const alike = steps.filter((step) => step > typical / 2 && step < 1.5 * typical);
    const isSteady = typical > 0 && alike.length > STEADY * steps.length;
    return isSteady && isGrowing(values) && !NO_TIME.test(name) ? [field] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

function isGrowing(values: readonly number[]): boolean {
  const steps = values.slice(1).map((value, i) => value - (values[i] as number));
  // One by one, these are the numbers of the rows.
  const isIndex = steps.every((step) => step === 1);
  return !isIndex && steps.every((step) => step >= 0) && steps.some((step) => step > 0);
}

function isConstant(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}
