import { markdownTable } from './section.ts';

/** Columns of the table of accuracy, by their heads. */
type Cells = Readonly<Record<string, string>>;

/** The README's five lines: what is measured, and what else one could use, each of one row of the large table. */
const LINES: readonly {
  readonly row: string;
  readonly label: string;
  readonly beside: (cells: Cells) => string;
}[] = [
  {
    row: 'count error, phones',
    label: 'count error, phones in seven places on the body',
    beside: ({ phone, published }) =>
      `the phone's own counter ${phone}; a published peak detector ${published}`,
  },
  {
    row: 'F1 ±100 ms, hand-held, level',
    label: 'steps found within 100 ms, in the hand, level ground (F1)',
    beside: classical,
  },
  {
    row: 'count error, slow and careful walkers',
    label: 'count error, slow walkers: with a white cane, with a guide dog, or with neither',
    beside: classical,
  },
  {
    row: 'minutes within 3 %, watch, walking',
    label: 'minutes counted within 3 %, watch, walking',
    beside: classical,
  },
  {
    row: 'false steps/min, watch, brushing teeth',
    label: 'false steps a minute, watch, brushing teeth',
    beside: classical,
  },
];

function classical(cells: Cells): string {
  return `our classical detector ${cells['classic-1']}`;
}

/**
 * The README's lines of accuracy, out of the whole table.
 *
 * @param section the generated section `accuracy`
 * @throws {Error} when the table lacks a row that the README tells of
 */
export function accuracySummary(section: string): string {
  const [head = [], , ...rows] = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.slice(2, -2).split(' | '));
  const found = LINES.map(({ row, label, beside }) => {
    const cells = rows.find(([name]) => name === row);
    if (!cells) throw new Error(`The table of accuracy has no row "${row}".`);
    const named = Object.fromEntries(head.map((name, i) => [name, (cells[i] ?? '').trim()]));
    return [label, named['tcn-3'] ?? '', beside(named)];
  });
  const table = markdownTable([['', 'Stepstream', 'beside'], ...found]);
  return `${table}\n\n\\* measured on other people`;
}
