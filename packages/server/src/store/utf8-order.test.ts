import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { compareUtf8 } from './utf8-order.ts';

test('texts are in the order of their UTF-8 bytes', () => {
  // The first and last characters of each length in bytes, and those around the surrogates.
  const unit = fc.constantFrom(
    '\0',
    'a',
    '\x7f',
    '\x80',
    '\u07ff',
    '\ud7ff',
    '\ue000',
    '\uffff',
    '😀',
    '\u{10ffff}',
  );
  const text = fc.string({ unit, maxLength: 4 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.from(a).compare(Buffer.from(b)));
    }),
    { numRuns: 1000 },
  );
});
