/** Columns of a row of the table of accuracy, by their heads: `tcn-3`, `classic-1`, `people`, `phone` … */
export type Cells = Readonly<Record<string, string>>;

/**
 * Reads the table of accuracy, so that other pages have its figures and no copies.
 *
 * @param section the generated section `accuracy` of docs/accuracy.md
 * @returns the cells of a row by its name; throws an Error if there is no such row
 */
export function readAccuracyTable(section: string): (row: string) => Cells {
  const [head = [], , ...rows] = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.slice(2, -2).split(' | '));
  return (row) => {
    const cells = rows.find(([name]) => name === row);
    if (!cells) throw new Error(`The table of accuracy has no row "${row}".`);
    return Object.fromEntries(head.map((name, i) => [name, (cells[i] ?? '').trim()]));
  };
}
