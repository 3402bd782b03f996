import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { maxPackedWords, packColumns, unpackColumns } from './packed-columns.ts';

/** Packs rows; returns the words that they take. */
function pack(rows: readonly (readonly number[])[], columns: number): Uint16Array {
  const out = new Uint16Array(maxPackedWords(rows.length * columns, columns));
  return out.slice(0, packColumns(Uint16Array.from(rows.flat()), columns, out));
}

describe('columns of whole numbers', () => {
  test('come back as they were, from so many words as they took', () => {
    const tables = fc.integer({ min: 1, max: 6 }).chain((columns) => {
      const bits = fc.array(fc.nat(16), { minLength: columns, maxLength: columns });
      return fc.tuple(bits, fc.nat(20)).chain(([widths, length]) => {
        const row = fc.tuple(...widths.map((width) => fc.nat(2 ** width - 1)));
        return fc.array(row, { minLength: length, maxLength: length });
      });
    });
    fc.assert(
      fc.property(tables, (rows) => {
        const columns = rows[0]?.length ?? 1;
        const words = pack(rows, columns);
        const values = new Uint16Array(rows.length * columns).fill(77);
        // What follows belongs to somebody else.
        const more = Uint16Array.from([...words, 0xffff, 0xffff]);
        expect(unpackColumns(values, columns, more)).toBe(words.length);
        expect([...values]).toEqual(rows.flat());
      }),
    );
  });

  test('take as many bits as the largest of each, and five', () => {
    const rows = Array.from({ length: 16 }, () => [0, 1, 65_535]);
    expect(pack(rows, 3).length).toBe(Math.ceil((3 * 5 + 16 * 1 + 16 * 16) / 16));
    expect(pack([], 4).length).toBe(2);
  });
});
