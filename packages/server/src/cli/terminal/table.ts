/** Which side of its column a cell stands on. */
export type Align = 'left' | 'right';

const BETWEEN_COLUMNS = '  ';

/**
 * A table as text for the terminal: columns as wide as their widest cell and two blanks apart, a
 * rule under the header, no blanks at line ends.
 *
 * @param header - the columns' names
 * @param rows - the cells, as many a row as there are columns
 * @param align - side of each column; columns it leaves out stand left
 * @returns lines joined by '\n', without one at the end
 *
 * @example
 * formatTable(['file', 'steps'], [['walk.csv', '42']], ['left', 'right']);
 */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly Align[] = [],
): string {
  const widths = header.map((name, column) =>
    Math.max(width(name), ...rows.map((row) => width(row[column] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    widths
      .map((columnWidth, column) => {
        const cell = cells[column] ?? '';
        const blanks = ' '.repeat(columnWidth - width(cell));
        return align[column] === 'right' ? blanks + cell : cell + blanks;
      })
      .join(BETWEEN_COLUMNS)
      .trimEnd();
  const rule = line(widths.map((columnWidth) => '─'.repeat(columnWidth)));
  return [line(header), rule, ...rows.map(line)].join('\n');
}

/** Characters, not UTF-16 units, so that names with letters outside the BMP line up. */
function width(text: string): number {
  return [...text].length;
}
