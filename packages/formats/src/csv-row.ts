import type { Columns, Header } from './csv-header.ts';
import { NumberReader, parseNumber, parseText } from './parse-number.ts';
import { RowDefect } from './text/bad-rows.ts';
import type { Calendar } from './text/calendar.ts';
import { plainNumber } from './text/number-text.ts';
import { type Thousands, withoutThousands } from './text/thousands.ts';

const QUOTE = 34;
const APOSTROPHE = 39;
const EQUALS = 61;
const SPACE = 32;
const COMMA = 44;
const SEMICOLON = 59;
const TAB = 9;
const LETTER_A = 65;
const NO_SLOT = -1;
const MISSING = /^(nan|null|none|nil|na|n\/a)$/i;

const text = new TextDecoder();

/** The current row of a table; its cells are named by their index in the list of known columns. */
export class Row {
  readonly columns: Columns;
  readonly #delimiter: number;
  readonly #decimalComma: boolean;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  /** What cells of plain numbers hold; NaN of all others. */
  readonly #numbers: Float64Array;
  readonly #reader: NumberReader;
  readonly #thousands: Thousands | undefined;
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
    this.#numbers = new Float64Array(columns.names.length);
    this.#thousands = header.thousands ?? (header.decimalComma ? undefined : ',');
    const mayBeComma = header.decimalComma && this.#delimiter !== COMMA;
    this.#reader = new NumberReader(mayBeComma, header.thousands === '.');
    this.#least = 1 + columns.slots.findLastIndex((slot) => slot >= 0);
    this.#most = columns.mayBeMore ? Number.POSITIVE_INFINITY : columns.slots.length;
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
      const slot = slots[field] ?? NO_SLOT;
      const to = slot >= 0 ? this.#take(slot, from, end) : this.#cellEnd(from, end);
      if (field >= this.#most && to > from) filled = field + 1;
      if (to >= end) break;
      from = delimiter === SPACE ? afterBlanks(bytes, to, end) : to + 1;
      if (delimiter === SPACE && from >= end) break;
    }
    if (field + 1 >= this.#least && filled <= this.#most) return;
    const found = `${field + 1} fields where the header has ${slots.length}`;
    throw new RowDefect('wrong_field_count', found, `${field + 1} fields`);
  }

  /** Whether the cell holds nothing, or a word such as `NaN` or `null` that programs write for it. */
  isMissing(column: number): boolean {
    const start = this.#starts[column] as number;
    const length = (this.#ends[column] as number) - start;
    return length === 0 || (length <= 4 && this.#isWord(column) && MISSING.test(this.text(column)));
  }

  #isWord(column: number): boolean {
    return ((this.#bytes[this.#starts[column] as number] as number) & ~32) >= LETTER_A;
  }

  /** Whether the cell holds nothing at all. */
  isEmpty(column: number): boolean {
    return this.#starts[column] === this.#ends[column];
  }

  /** The cell as a finite number. @throws {RowDefect} */
  number(column: number): number {
    const plainly = this.#numbers[column] as number;
    if (!Number.isNaN(plainly)) return plainly;
    const start = this.#starts[column] as number;
    const end = this.#ends[column] as number;
    if (this.#thousands !== '.') {
      const value = parseNumber(this.#bytes, start, end, this.#decimalComma);
      if (!Number.isNaN(value)) return value;
    }
    const written = this.text(column);
    const plain = plainNumber(withoutThousands(written, this.#thousands));
    const number = parseText(plain, this.#decimalComma);
    if (!Number.isNaN(number)) return number;
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

  /** The defect of a cell that is not what it should be. @param isGap - see {@link RowDefect} */
  error(column: number, isNot: string, isGap = false): RowDefect {
    const cell = this.text(column);
    const found = cell === '' ? 'is empty' : `is "${cell.slice(0, 40)}", ${isNot}`;
    const short = cell === '' ? 'an empty cell' : isNot.replace(' finite', '');
    return new RowDefect('bad_number', `${this.columns.names[column]} ${found}`, short, isGap);
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

  /** Takes the cell that begins here, and finds its end. Of a plain number, no byte is looked at twice. */
  #take(slot: number, from: number, end: number): number {
    const number = this.#reader.read(this.#bytes, from, end);
    const to = this.#reader.end;
    if (to === end || this.#bytes[to] === this.#delimiter) {
      this.#numbers[slot] = number;
      this.#starts[slot] = from;
      this.#ends[slot] = to;
      return to;
    }
    this.#numbers[slot] = Number.NaN;
    const cellEnd = this.#cellEnd(from, end);
    this.#keep(slot, from, cellEnd);
    return cellEnd;
  }

  #cellEnd(from: number, end: number): number {
    const bytes = this.#bytes;
    const delimiter = this.#delimiter;
    let to = from;
    if (bytes[to] === QUOTE) {
      to++;
      while (to < end && bytes[to] !== QUOTE) to++;
    }
    if (delimiter === SPACE) while (to < end && !isBlank(bytes[to])) to++;
    else while (to < end && bytes[to] !== delimiter) to++;
    return to;
  }

  /** Notes where a cell lies, without the blanks and the quotes around it. */
  #keep(slot: number, from: number, to: number): void {
    const bytes = this.#bytes;
    let start = from;
    let end = to;
    while (start < end && isBlank(bytes[start])) start++;
    while (start < end && isBlank(bytes[end - 1])) end--;
    // Excel is kept from changing a cell by ="0.020".
    if (bytes[start] === EQUALS && bytes[start + 1] === QUOTE) start++;
    const first = bytes[start];
    const isQuoted = (first === QUOTE || first === APOSTROPHE) && bytes[end - 1] === first;
    if (end - start >= 2 && isQuoted) {
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
