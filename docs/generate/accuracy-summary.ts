import { type Cells, readAccuracyTable } from './accuracy-table.ts';
import { markdownTable } from './section.ts';

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
 * @throws {Error} if the table lacks one of these rows
 */
export function accuracySummary(section: string): string {
  const cellsOf = readAccuracyTable(section);
  const found = LINES.map(({ row, label, beside }) => {
    const cells = cellsOf(row);
    return [label, cells['tcn-3'] ?? '', beside(cells)];
  });
  const table = markdownTable([['', 'Stepstream', 'beside'], ...found]);
  return `${table}\n\n\\* measured on other people`;
}
