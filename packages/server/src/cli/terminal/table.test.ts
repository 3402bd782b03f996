import { expect, test } from 'bun:test';
import { formatTable } from './table.ts';

test('columns are as wide as their widest cell', () => {
  const table = formatTable(
    ['file', 'steps', 'note'],
    [
      ['a.csv', '7', ''],
      ['longer.csv', '1234', 'x'],
    ],
    ['left', 'right'],
  );
  expect(table).toBe(
    [
      'file        steps  note',
      '──────────  ─────  ────',
      'a.csv           7',
      'longer.csv   1234  x',
    ].join('\n'),
  );
});

test('a table without rows is its header', () => {
  expect(formatTable(['a', 'bc'], [])).toBe('a  bc\n─  ──');
});

test('missing cells are empty, wide characters count once', () => {
  expect(formatTable(['𝛼𝛽', 'b'], [['x']], ['right'])).toBe('𝛼𝛽  b\n──  ─\n x');
});
