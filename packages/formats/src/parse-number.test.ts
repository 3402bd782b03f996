import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { NumberReader, parseNumber } from './parse-number.ts';

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

test('numbers of many digits are the nearest double, as Number gives it', () => {
  const parse = (text: string) => parseNumber(Buffer.from(text), 0, text.length);
  const digits = fc.string({
    unit: fc.constantFrom(...'0123456789'),
    minLength: 14,
    maxLength: 24,
  });
  fc.assert(
    fc.property(digits, fc.nat({ max: 24 }), fc.boolean(), (all, place, isNegative) => {
      const at = Math.min(place, all.length);
      const text = `${isNegative ? '-' : ''}${all.slice(0, at)}.${all.slice(at)}`;
      expect(parse(text)).toBe(Number(text));
    }),
    { numRuns: 5000 },
  );
  // Half-way between two doubles, a hair below and a hair above.
  for (const text of [
    '9007199254740993',
    '9007199254740993.0',
    '9007199254740992.9999',
    '9007199254740993.00001',
    '0.5000000000000000277',
    '4503599627370496.5',
    '4503599627370497.5',
    '1795688130123.4567',
    '1795688130123456789',
    '00000000000000000000000012.5',
    '0.00000000000000000000000125',
    '123456789.123456789123',
    '0.1234567890123456789012',
    '-0.0',
  ]) {
    expect(parse(text)).toBe(Number(text));
  }
});

test('a number ends where it ends, and what follows may be anything', () => {
  const reader = new NumberReader();
  const number = fc
    .double({ min: -2000, max: 2000, noNaN: true })
    .map((value) => value.toFixed(12));
  const after = fc.constantFrom(',', ';1', ' ', '\n12345', '/123', ':456', '.5', 'e', '"');
  fc.assert(
    fc.property(number, fc.nat(12), after, (long, cut, rest) => {
      const text = long.slice(0, long.length - cut);
      const bytes = Buffer.from(`7${text}${rest}`);
      expect(reader.read(bytes, 1, bytes.length)).toBe(Number(text));
      expect(reader.end).toBe(1 + text.length);
    }),
  );
});
