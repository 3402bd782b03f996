import type { OnProgress } from './byte-source.ts';
import { type Columns, readHeader } from './csv-header.ts';
import { forEachLine } from './csv-lines.ts';
import { parseNumber } from './parse-number.ts';
import { RecordingError } from './recording-error.ts';

const COMMA = 44;
const QUOTE = 34;
const SPACE = 32;
const TAB = 9;

/** The current row of a table; its cells are named by their index in the list of known columns. */
export class Row {
  readonly columns: Columns;
  readonly #path: string;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #bytes: Buffer = Buffer.alloc(0);
  #line = 0;

  constructor(columns: Columns, path: string) {
    this.columns = columns;
    this.#path = path;
    this.#starts = new Int32Array(columns.names.length);
    this.#ends = new Int32Array(columns.names.length);
  }

  /** Takes the line as the current row. */
  load(bytes: Buffer, start: number, end: number, line: number): void {
    this.#bytes = bytes;
    this.#line = line;
    const slots = this.columns.slots;
    let field = 0;
    for (let from = start; ; field++) {
      let to = from;
      if (bytes[to] === QUOTE) {
        to++;
        while (to < end && bytes[to] !== QUOTE) to++;
      }
      while (to < end && bytes[to] !== COMMA) to++;
      const slot = slots[field];
      if (slot !== undefined && slot >= 0) this.#keep(slot, from, to);
      if (to >= end) break;
      from = to + 1;
    }
    if (field + 1 !== slots.length) {
      const problem = `${field + 1} fields where the header has ${slots.length}: repair the line or remove it`;
      throw new RecordingError('wrong_field_count', this.#path, line, problem);
    }
  }

  /** Whether the cell holds nothing. */
  isEmpty(column: number): boolean {
    return this.#starts[column] === this.#ends[column];
  }

  /**
   * The cell as a finite number.
   *
   * @throws {RecordingError} `bad_number`
   */
  number(column: number): number {
    const value = parseNumber(
      this.#bytes,
      this.#starts[column] as number,
      this.#ends[column] as number,
    );
    if (!Number.isNaN(value)) return value;
    const text = this.text(column);
    const found = text === '' ? 'is empty' : `is "${text.slice(0, 40)}", not a finite number`;
    const name = this.columns.names[column];
    const problem = `${name} ${found}: repair the line or remove it`;
    throw new RecordingError('bad_number', this.#path, this.#line, problem);
  }

  /** The cell as text. */
  text(column: number): string {
    return this.#bytes.toString('utf8', this.#starts[column], this.#ends[column]);
  }

  /** Whether the cell's bytes are the same as these. */
  holds(column: number, text: Uint8Array): boolean {
    const start = this.#starts[column] as number;
    if ((this.#ends[column] as number) - start !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.#bytes[start + i] !== text[i]) return false;
    return true;
  }

  /** Notes where a cell lies, without the blanks and the quotes around it. */
  #keep(slot: number, from: number, to: number): void {
    const bytes = this.#bytes;
    let start = from;
    let end = to;
    while (start < end && isBlank(bytes[start])) start++;
    while (start < end && isBlank(bytes[end - 1])) end--;
    if (end - start >= 2 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE) {
      start++;
      end--;
    }
    this.#starts[slot] = start;
    this.#ends[slot] = end;
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

/**
 * Reads a CSV file row by row: calls `onHeader` once, then `onRow` for each row with the same
 * {@link Row}, which holds that row only during the call.
 *
 * @param path - the file, plain or gzip
 * @param names - the columns the caller knows, in lower case; others are ignored
 * @param required - how many of `names`, from the first, the file must have
 * @throws {RecordingError} when the file can't be read, or is not such a table
 */
export async function readTable(
  path: string,
  names: readonly string[],
  required: number,
  onHeader: (columns: Columns, line: number) => void,
  onRow: (row: Row) => void,
  onProgress?: OnProgress,
): Promise<void> {
  let row: Row | undefined;
  await forEachLine(
    path,
    (bytes, start, end, line) => {
      if (row) {
        row.load(bytes, start, end, line);
        onRow(row);
        return;
      }
      const columns = readHeader(bytes.toString('utf8', start, end), names, required, path, line);
      onHeader(columns, line);
      row = new Row(columns, path);
    },
    onProgress,
  );
  if (!row) {
    const problem = `the file is empty: it must begin with a header such as ${names.slice(0, required).join(',')}`;
    throw new RecordingError('empty', path, null, problem);
  }
}
