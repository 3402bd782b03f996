import type { Columns, Header } from './csv-header.ts';
import { type FileSink, LineSplitter } from './lines.ts';
import type { Notes } from './notes.ts';
import { parseNumber } from './parse-number.ts';
import { RecordingError } from './recording-error.ts';
import { BadRows, RowDefect } from './text/bad-rows.ts';
import type { Calendar } from './text/calendar.ts';
import { findTable, type TextLine } from './text/find-table.ts';

const QUOTE = 34;
const HASH = 35;
const PERCENT = 37;
const SPACE = 32;
const COMMA = 44;
const SEMICOLON = 59;
const TAB = 9;
/** So much of a text is looked at to find its table: more than any device's preamble. */
const HEAD_LINES = 400;
const HEAD_BYTES = 128 * 1024;
/** With fewer rows before it, a last line that can't be read is a defect like any other. */
const FEW_ROWS = 10;

const text = new TextDecoder();

/** The current row of a table; its cells are named by their index in the list of known columns. */
export class Row {
  readonly columns: Columns;
  readonly #delimiter: number;
  readonly #decimalComma: boolean;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  /** Rows need at least as many fields, and beyond the others only empty ones. */
  readonly #least: number;
  readonly #most: number;
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(columns: Columns, header: Header) {
    this.columns = columns;
    this.#delimiter = header.delimiter.charCodeAt(0);
    this.#decimalComma = header.decimalComma;
    this.#starts = new Int32Array(columns.names.length);
    this.#ends = new Int32Array(columns.names.length);
    this.#least = 1 + columns.slots.findLastIndex((slot) => slot >= 0);
    this.#most = columns.slots.length;
  }

  /** Takes the line as the current row. @throws {RowDefect} for too few or too many fields */
  load(bytes: Uint8Array, start: number, lineEnd: number): void {
    this.#bytes = bytes;
    const slots = this.columns.slots;
    const delimiter = this.#delimiter;
    // Some end each row with a semicolon (WISDM).
    const isClosed = delimiter === COMMA && bytes[lineEnd - 1] === SEMICOLON;
    const end = isClosed ? lineEnd - 1 : lineEnd;
    let field = 0;
    let filled = 0;
    let from = delimiter === SPACE ? afterBlanks(bytes, start, lineEnd) : start;
    for (; ; field++) {
      let to = from;
      if (bytes[to] === QUOTE) {
        to++;
        while (to < end && bytes[to] !== QUOTE) to++;
      }
      if (delimiter === SPACE) while (to < end && !isBlank(bytes[to])) to++;
      else while (to < end && bytes[to] !== delimiter) to++;
      const slot = slots[field];
      if (slot !== undefined && slot >= 0) this.#keep(slot, from, to);
      if (field >= this.#most && to > from) filled = field + 1;
      if (to >= end) break;
      from = delimiter === SPACE ? afterBlanks(bytes, to, end) : to + 1;
      if (delimiter === SPACE && from >= end) break;
    }
    if (field + 1 >= this.#least && filled <= this.#most) return;
    const found = `${field + 1} fields where the header has ${slots.length}`;
    throw new RowDefect('wrong_field_count', found, `${field + 1} fields`);
  }

  /** Whether the cell holds nothing, or a word such as `NaN` that programs write for it. */
  isMissing(column: number): boolean {
    const start = this.#starts[column] as number;
    const length = (this.#ends[column] as number) - start;
    return length === 0 || (length === 3 && this.text(column) === 'NaN');
  }

  /** Whether the cell holds nothing at all. */
  isEmpty(column: number): boolean {
    return this.#starts[column] === this.#ends[column];
  }

  /** The cell as a finite number. @throws {RowDefect} */
  number(column: number): number {
    const start = this.#starts[column] as number;
    const end = this.#ends[column] as number;
    const value = parseNumber(this.#bytes, start, end, this.#decimalComma);
    if (!Number.isNaN(value)) return value;
    throw this.error(column, 'not a finite number');
  }

  /** The cell as a time of a calendar. @throws {RowDefect} */
  calendar(column: number, calendar: Calendar, day?: number): number {
    const time = calendar.read(
      this.#bytes,
      this.#starts[column] as number,
      this.#ends[column] as number,
      day,
    );
    if (!Number.isNaN(time)) return time;
    throw this.error(column, 'not a time');
  }

  /** The cell as a day of a calendar. @throws {RowDefect} */
  day(column: number, calendar: Calendar): number {
    const day = calendar.day(
      this.#bytes,
      this.#starts[column] as number,
      this.#ends[column] as number,
    );
    if (day >= 0) return day;
    throw this.error(column, 'not a date');
  }

  /** The defect of a cell that is not what it should be. */
  error(column: number, isNot: string): RowDefect {
    const cell = this.text(column);
    const found = cell === '' ? 'is empty' : `is "${cell.slice(0, 40)}", ${isNot}`;
    const short = cell === '' ? 'an empty cell' : isNot.replace(' finite', '');
    return new RowDefect('bad_number', `${this.columns.names[column]} ${found}`, short);
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

function afterBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(bytes[at])) at++;
  return at;
}

/** What is done with a table, once its header is known. */
export interface TableReader {
  readonly columns: Columns;
  /**
   * Called with the same {@link Row} each time, which holds that row only during the call. A row with
   * a {@link RowDefect} must leave no trace.
   */
  readonly onRow: (row: Row) => void;
  /** Called after the last row. */
  readonly onEnd?: () => void;
}

/** What is known of a table before it is read. */
export interface TableOptions {
  /** For the errors. */
  readonly path: string;
  /** A header to name when the file is empty. */
  readonly expected: string;
  /** Told of rows that are skipped. */
  readonly notes: Notes;
  /** Lines above the table that are not looked at. */
  readonly skipRows?: number | undefined;
  /** The number of the first line, for what is told of lines. Default: 1. */
  readonly firstLine?: number;
}

/**
 * Reads a table of text row by row, wherever in the text it begins and whatever separates its cells.
 *
 * @param onHeader - looks at the header, and says what is done with the rows
 * @throws {RecordingError} when it is not such a table, as soon as that shows
 */
export function csvTable(
  options: TableOptions,
  onHeader: (header: Header) => TableReader,
): FileSink {
  const { path, expected, notes, skipRows = 0, firstLine = 1 } = options;
  const bad = new BadRows();
  let head: HeadLine[] = [];
  let headBytes = 0;
  let reader: TableReader | undefined;
  let row: Row | undefined;
  let cut: HeadLine | undefined;

  const readRow = (bytes: Uint8Array, start: number, end: number, line: number) => {
    if (bytes[start] === HASH || bytes[start] === PERCENT) return;
    bad.rows++;
    try {
      row?.load(bytes, start, end);
      reader?.onRow(row as Row);
    } catch (error) {
      if (!(error instanceof RowDefect)) throw error;
      bad.skip(line, error);
    }
  };
  const begin = () => {
    const lines = head;
    head = [];
    const found = findTable((cut ? [...lines, cut] : lines).map(withText));
    if (!found) return;
    reader = onHeader(found.header);
    row = new Row(reader.columns, found.header);
    for (const one of lines.slice(found.firstRow))
      readRow(one.bytes, 0, one.bytes.length, one.line);
    if (found.firstRow > lines.length) cut = undefined;
  };
  /** The last line, where no line end follows: the app may have been ended in the middle of it. */
  const readLast = ({ bytes, line }: HeadLine) => {
    const isOneOfMany = bad.rows >= FEW_ROWS;
    if (!isOneOfMany) {
      readRow(bytes, 0, bytes.length, line);
      return;
    }
    try {
      row?.load(bytes, 0, bytes.length);
      reader?.onRow(row as Row);
    } catch (error) {
      if (!(error instanceof RowDefect)) throw error;
      const text = 'the file breaks off in its last line, which was left out';
      notes.add('cut_off', text, { path, line });
    }
  };
  const splitter = new LineSplitter(path, (bytes, start, end, lineNumber, isWhole) => {
    if (lineNumber <= skipRows) return;
    const line = lineNumber - 1 + firstLine;
    if (!isWhole) {
      cut = { bytes: bytes.slice(start, end), line };
      return;
    }
    if (reader) {
      readRow(bytes, start, end, line);
      return;
    }
    head.push({ bytes: bytes.slice(start, end), line });
    headBytes += end - start;
    if (head.length >= HEAD_LINES || headBytes >= HEAD_BYTES) begin();
  });
  return {
    push: (bytes) => splitter.push(bytes),
    end() {
      splitter.end();
      if (!reader) begin();
      if (!reader) {
        const problem = `the file is empty: it must begin with a header such as ${expected}`;
        throw new RecordingError('empty', path, null, problem);
      }
      if (cut) readLast(cut);
      bad.settle(path, notes);
      reader.onEnd?.();
    },
  };
}

interface HeadLine {
  readonly bytes: Uint8Array;
  readonly line: number;
}

function withText({ bytes, line }: HeadLine): TextLine {
  return { text: text.decode(bytes), line };
}
