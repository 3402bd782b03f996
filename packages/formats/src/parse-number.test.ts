import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { parseNumber } from './parse-number.ts';

test('parseNumber gives what Number gives', () => {
  const parse = (text: string) => parseNumber(Buffer.from(`,${text},`), 1, 1 + text.length);
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(parse(String(value))).toBe(Number(String(value)));
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 9 }), (n, d) => {
      const text = (n / 10 ** d).toFixed(d);
      expect(parse(text)).toBe(Number(text));
    }),
  );
  for (const text of ['', '-', '.', '1.2.3', '1e', 'e5', '1 2', '0x1', 'Infinity', '--1']) {
    expect(parse(text)).toBeNaN();
  }
});
