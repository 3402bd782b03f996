import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { maxPackedBytes, packColumns, unpackColumns } from './packed-columns.ts';

/** Packs rows; returns the bytes that they take. */
function pack(rows: readonly (readonly number[])[], columns: number): Uint8Array {
  const values = Uint16Array.from(rows.flat());
  const out = new Uint8Array(maxPackedBytes(values.length, columns));
  return out.slice(0, packColumns(values, 0, values.length, columns, out, 0));
}

describe('columns of whole numbers', () => {
  test('come back as they were, from so many bytes as they took', () => {
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
        const bytes = pack(rows, columns);
        const length = rows.length * columns;
        const values = new Uint16Array(length + 2).fill(77);
        // What lies around them belongs to somebody else.
        const larger = Uint8Array.from([9, ...bytes, 0xff, 0xff]);
        expect(unpackColumns(values, 1, length + 1, columns, larger, 1)).toBe(bytes.length + 1);
        expect([...values]).toEqual([77, ...rows.flat(), 77]);
      }),
    );
  });

  test('take as many bits as the largest of each, and five', () => {
    const rows = Array.from({ length: 16 }, () => [0, 1, 65_535]);
    expect(pack(rows, 3).length).toBe(2 * Math.ceil((3 * 5 + 16 * 1 + 16 * 16) / 16));
    expect(pack([], 4).length).toBe(4);
  });
});
