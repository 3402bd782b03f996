import type { Columns, Header } from './csv-header.ts';
import type { Row } from './csv-row.ts';
import { findColumn } from './find-column.ts';
import type { KnownSteps } from './recording.ts';
import { RecordingError } from './recording-error.ts';
import { SAMPLE_COLUMNS } from './sample-columns.ts';
import { cellKind } from './text/cell.ts';

/** The known steps of a recording, in a column of its own table. */
export interface TruthColumn {
  /** The columns, with that of the truth. */
  readonly columns: Columns;
  /** A row's cell as a number; NaN where it tells nothing. @throws {RowDefect} */
  readonly read: (row: Row) => number;
  /**
   * What the cells come to, in the order of their times.
   *
   * @throws {RecordingError} `bad_truth` where they are nothing of the kind
   */
  readonly settle: (cells: Float64Array, times: Float64Array) => KnownSteps;
}

const { truth: TRUTH } = SAMPLE_COLUMNS;

/** Finds the column. @throws {RecordingError} where there is none of that name, or it is the time or an acceleration */
export function truthColumn(
  header: Header,
  columns: Columns,
  name: string,
  path: string,
): TruthColumn {
  const field = findColumn(header, name, path);
  const taken = columns.slots[field] ?? -1;
  if (taken >= 0) {
    const problem = `--truth ${name} is read as ${columns.names[taken]} already: name the column of the known steps`;
    throw new RecordingError('bad_truth', path, header.line, problem);
  }
  const slots = columns.slots.slice();
  slots[field] = TRUTH;
  const names = [...columns.names];
  names[TRUTH] = name;
  return {
    columns: { names, slots, has: (slot) => slot === TRUTH || columns.has(slot) },
    read: readCell,
    settle: (cells, times) => settleTruth(cells, times, name, path),
  };
}

function readCell(row: Row): number {
  const text = row.text(TRUTH);
  if (cellKind(text, false) === 'missing') return Number.NaN;
  if (/^true$/i.test(text)) return 1;
  if (/^false$/i.test(text)) return 0;
  return row.number(TRUTH);
}

function settleTruth(
  cells: Float64Array,
  times: Float64Array,
  name: string,
  path: string,
): KnownSteps {
  const refuse = (why: string) => {
    const problem = `--truth ${name}: ${why}. It must be a count that grows with each step, 1 at each step and 0 elsewhere, or the number of all steps in each row`;
    return new RecordingError('bad_truth', path, null, problem);
  };
  const filled = [...cells.keys()].filter((row) => !Number.isNaN(cells[row]));
  const values = filled.map((row) => cells[row] as number);
  const [first] = values;
  if (first === undefined) throw refuse('the column is empty');
  const odd = values.find((value) => !Number.isSafeInteger(value) || value < 0);
  if (odd !== undefined) throw refuse(`${odd} is no number of steps`);
  const isConstant = values.every((value) => value === first);
  const hasBlanks = filled.length < cells.length;
  // One and the same in all rows is the number of all steps; 1 in some, beside blanks, marks them.
  if (isConstant && (first !== 1 || !hasBlanks)) return { count: first, times: null };
  if (values.every((value) => value <= 1)) return marked(cells, times);
  const back = values.findIndex((value, i) => i > 0 && value < (values[i - 1] as number));
  if (back > 0) throw refuse(`it goes back from ${values[back - 1]} to ${values[back]}`);
  return cumulative(values, filled, times);
}

/** A mark may be as long as the foot is on the ground: a step is where it begins. */
function marked(cells: Float64Array, times: Float64Array): KnownSteps {
  const steps = times.filter((_, row) => cells[row] === 1 && !(row > 0 && cells[row - 1] === 1));
  return { count: steps.length, times: [...steps] };
}

/** Of a count, such as a phone's, that had gone on before the recording, what it grew by. */
function cumulative(
  values: readonly number[],
  rows: readonly number[],
  times: Float64Array,
): KnownSteps {
  const first = values[0] as number;
  const before = first <= 1 ? 0 : first;
  const count = (values.at(-1) as number) - before;
  const steps: number[] = [];
  for (const [i, value] of values.entries()) {
    if (value > (i === 0 ? before : (values[i - 1] as number)))
      steps.push(times[rows[i] as number] as number);
  }
  // Counts that grow by several at once tell how many there were, and not when each was.
  return { count, times: steps.length === count ? steps : null };
}
