import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { compareUtf8 } from './utf8-order.ts';

test('texts are in the order of their UTF-8 bytes', () => {
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.from(a).compare(Buffer.from(b)));
    }),
  );
});
