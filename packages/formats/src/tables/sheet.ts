import { serialText } from './calendar-text.ts';
import type { TableWriter } from './table-writer.ts';
import type { Workbook } from './workbook.ts';
import { attribute, XmlScanner } from './xml-scanner.ts';

/** No table of readings has more columns; what is beyond is left out. */
const MAX_COLUMNS = 256;
const MAX_ROWS = 1_048_576;

/** Reads the cells of a sheet, row by row, into a table. Rows and cells that are left out are empty. */
export class SheetReader {
  readonly #workbook: Workbook;
  readonly #writer: TableWriter;
  readonly #scanner: XmlScanner;
  #row: string[] = [];
  #rows = 0;
  #column = 0;
  #type = 'n';
  #style = 0;
  #value = '';
  #isValue = false;

  constructor(workbook: Workbook, writer: TableWriter) {
    this.#workbook = workbook;
    this.#writer = writer;
    this.#scanner = new XmlScanner({
      onOpen: (name, attributes) => this.#open(name, attributes),
      onText: (text) => {
        if (this.#isValue) this.#value += text;
      },
      onClose: (name) => this.#close(name),
    });
  }

  push(bytes: Uint8Array): void {
    this.#scanner.push(bytes);
  }

  #open(name: string, attributes: string): void {
    if (name === 'row') {
      const number = Number(attribute(attributes, 'r') ?? this.#rows + 1);
      // So that a line of the table is the row of its number.
      while (this.#rows + 1 < number && this.#rows < MAX_ROWS) this.#endRow();
      this.#column = -1;
    } else if (name === 'c') {
      this.#column = columnOf(attribute(attributes, 'r')) ?? this.#column + 1;
      this.#type = attribute(attributes, 't') ?? 'n';
      this.#style = Number(attribute(attributes, 's') ?? 0);
      this.#value = '';
    } else this.#isValue = name === 'v' || name === 't';
  }

  #close(name: string): void {
    if (name === 'v' || name === 't') this.#isValue = false;
    else if (name === 'c') this.#put(this.#cell());
    else if (name === 'row') this.#endRow();
  }

  #cell(): string {
    const { strings, dateStyles, from1904 } = this.#workbook;
    const value = this.#value;
    // What could not be calculated is as good as empty.
    if (this.#type === 'e') return '';
    if (this.#type === 's') return strings[Number(value)] ?? '';
    if (this.#type !== 'n' || value === '' || !dateStyles[this.#style]) return value;
    return serialText(Number(value), from1904) ?? value;
  }

  #put(cell: string): void {
    if (this.#column < 0 || this.#column >= MAX_COLUMNS) return;
    while (this.#row.length < this.#column) this.#row.push('');
    this.#row[this.#column] = cell;
  }

  #endRow(): void {
    this.#rows++;
    this.#writer.row(this.#row);
    this.#row = [];
  }
}

/** `BC12` is in column 54, counted from 0. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return null;
  let column = 0;
  for (const letter of letters) column = 26 * column + letter.charCodeAt(0) - 64;
  return column - 1;
}
