import type { FileSink } from '../lines.ts';

const TEXT_BYTES = 1 << 16;

/**
 * Writes the rows of a table, wherever it is from, as the text of a CSV, so that everything that is known
 * about columns, times, units and rows serves it, too. Tabs separate the cells: a comma within one may
 * stand for a decimal point. Cells themselves lose theirs, and their line ends.
 */
export class TableWriter {
  readonly #sink: FileSink;
  readonly #encoder = new TextEncoder();
  #text = '';

  constructor(sink: FileSink) {
    this.#sink = sink;
  }

  row(cells: readonly string[]): void {
    this.#text += `${cells.map(clean).join('\t')}\n`;
    if (this.#text.length >= TEXT_BYTES) this.#flush();
  }

  end(): void | Promise<void> {
    this.#flush();
    return this.#sink.end();
  }

  #flush(): void {
    if (this.#text.length > 0) this.#sink.push(this.#encoder.encode(this.#text));
    this.#text = '';
  }
}

function clean(cell: string): string {
  return /[\t\r\n"]/.test(cell) ? cell.replace(/[\t\r\n"]+/g, ' ').trim() : cell;
}
