/** A table before it is drawn: on a terminal, or in a document. */
export interface Table {
  readonly title: string | null;
  readonly header: readonly string[];
  /** Cells, as many a row as there are columns. */
  readonly rows: readonly (readonly string[])[];
  /** Columns that hold words; all others hold numbers. */
  readonly wordColumns: readonly number[];
  /** Lines to stand under it. */
  readonly notes: readonly string[];
}

/** A column: its header and what stands in it. */
export type Column<Row> = readonly [string, (row: Row) => string];

/** A table with a row for each item; the first column holds words and the others numbers. */
export function tableOf<Row>(
  title: string | null,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  notes: readonly string[] = [],
): Table {
  return {
    title,
    header: columns.map(([name]) => name),
    rows: rows.map((row) => columns.map(([, cell]) => cell(row))),
    wordColumns: [0],
    notes,
  };
}
