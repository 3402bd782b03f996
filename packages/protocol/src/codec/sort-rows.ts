import { ROW_LENGTH, type SampleBlock } from '../samples.ts';

/** Whether the rows of a block are in order of time. */
export function isSorted({ rows, count }: SampleBlock): boolean {
  const end = count * ROW_LENGTH;
  for (let row = ROW_LENGTH; row < end; row += ROW_LENGTH) {
    if ((rows[row] as number) < (rows[row - ROW_LENGTH] as number)) return false;
  }
  return true;
}

/** Puts the rows of a block in order of time; those of the same time stay as they came. */
export function sortRows(block: SampleBlock): void {
  const { rows, count, positions } = block;
  const before = rows.slice(0, count * ROW_LENGTH);
  const timeOf = (row: number) => before[row * ROW_LENGTH] as number;
  const order = Array.from({ length: count }, (_, row) => row).sort(
    (a, b) => timeOf(a) - timeOf(b),
  );
  order.forEach((from, to) => {
    rows.set(before.subarray(from * ROW_LENGTH, (from + 1) * ROW_LENGTH), to * ROW_LENGTH);
  });
  block.positions = order.map((row) => positions?.[row] ?? row);
}
