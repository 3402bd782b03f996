import { type Columns, type Header, splitHeader } from './csv-header.ts';
import { type FileSink, LineSplitter } from './lines.ts';
import { parseNumber } from './parse-number.ts';
import { RecordingError } from './recording-error.ts';

const QUOTE = 34;
const SPACE = 32;
const TAB = 9;

const text = new TextDecoder();

/** The current row of a table; its cells are named by their index in the list of known columns. */
export class Row {
  readonly columns: Columns;
  readonly #path: string;
  readonly #delimiter: number;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #bytes: Uint8Array = new Uint8Array(0);
  #line = 0;

  constructor(columns: Columns, delimiter: string, path: string) {
    this.columns = columns;
    this.#path = path;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#starts = new Int32Array(columns.names.length);
    this.#ends = new Int32Array(columns.names.length);
  }

  /** Takes the line as the current row. */
  load(bytes: Uint8Array, start: number, end: number, line: number): void {
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
      while (to < end && bytes[to] !== this.#delimiter) to++;
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

  /** Whether the cell holds nothing, or the `NaN` that some programs write for it. */
  isMissing(column: number): boolean {
    const start = this.#starts[column] as number;
    const length = (this.#ends[column] as number) - start;
    return length === 0 || (length === 3 && this.text(column) === 'NaN');
  }

  /**
   * The cell as a finite number. Where fields are not separated by commas, a comma may stand for
   * the decimal point.
   *
   * @throws {RecordingError} `bad_number`
   */
  number(column: number): number {
    const value = this.#number(column);
    if (!Number.isNaN(value)) return value;
    throw this.error(column, 'not a finite number');
  }

  /** The error of a cell that is not what it should be. */
  error(column: number, isNot: string): RecordingError {
    const cell = this.text(column);
    const found = cell === '' ? 'is empty' : `is "${cell.slice(0, 40)}", ${isNot}`;
    const problem = `${this.columns.names[column]} ${found}: repair the line or remove it`;
    return new RecordingError('bad_number', this.#path, this.#line, problem);
  }

  /** The cell as text. */
  text(column: number): string {
    return text.decode(this.#bytes.subarray(this.#starts[column], this.#ends[column]));
  }

  /** Whether the cell's bytes are the same as these. */
  holds(column: number, bytes: Uint8Array): boolean {
    const start = this.#starts[column] as number;
    if ((this.#ends[column] as number) - start !== bytes.length) return false;
    for (let i = 0; i < bytes.length; i++) if (this.#bytes[start + i] !== bytes[i]) return false;
    return true;
  }

  #number(column: number): number {
    const start = this.#starts[column] as number;
    const end = this.#ends[column] as number;
    return parseNumber(this.#bytes, start, end, this.#delimiter !== COMMA);
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

const COMMA = 44;

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

/** What is done with a table, once its header is known. */
export interface TableReader {
  readonly columns: Columns;
  /** Called with the same {@link Row} each time, which holds that row only during the call. */
  readonly onRow: (row: Row) => void;
  /** Called after the last row. */
  readonly onEnd?: () => void;
  /** Whether the first line is a row already. Default false. */
  readonly headless?: boolean;
}

/**
 * Reads a CSV row by row.
 *
 * @param path - for the errors
 * @param expected - a header to name when the file is empty
 * @param onHeader - looks at the header, and says what is done with the rows
 * @throws {RecordingError} when it is not such a table, as soon as that shows
 */
export function csvTable(
  path: string,
  expected: string,
  onHeader: (header: Header) => TableReader,
): FileSink {
  let reader: TableReader | undefined;
  let row: Row | undefined;
  const lines = new LineSplitter(path, (bytes, start, end, line) => {
    if (!row || !reader) {
      const header = splitHeader(text.decode(bytes.subarray(start, end)), line);
      reader = onHeader(header);
      row = new Row(reader.columns, header.delimiter, path);
      if (!reader.headless) return;
    }
    row.load(bytes, start, end, line);
    reader.onRow(row);
  });
  return {
    push: (bytes) => lines.push(bytes),
    end() {
      lines.end();
      if (!reader) {
        const problem = `the file is empty: it must begin with a header such as ${expected}`;
        throw new RecordingError('empty', path, null, problem);
      }
      reader.onEnd?.();
    },
  };
}
