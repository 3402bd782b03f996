import type { Table } from '../evaluation/tables/table.ts';

/** A table in Markdown, with its title above, numbers to the right, and its notes below. */
export function markdownOf({ title, header, rows, wordColumns, notes }: Table): string {
  const rule = header.map((_, i) => (wordColumns.includes(i) ? '---' : '---:'));
  const lines = [header, rule, ...rows].map(
    (row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  // An asterisk at the beginning of a line would make a list of it.
  const under = notes.map((note) => note.replace(/^\*/, '\\*'));
  return [
    ...(title === null ? [] : [`**${title}**`, '']),
    ...lines,
    ...(under.length > 0 ? ['', under.join('  \n')] : []),
  ].join('\n');
}

/** Lines as a list. */
export function listOf(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}
