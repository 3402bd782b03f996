import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { bytesField, joined, messageField, numberField, textField } from './protobuf.ts';

/** Reads a varint as the format is defined: the other direction, with big integers. */
function readVarint(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 7n) | BigInt(byte & 0x7f), 0n);
}

// The examples of https://protobuf.dev/programming-guides/encoding/.
test('fields are written as the documents of the format have them', () => {
  expect(numberField(1, 150)).toEqual(Uint8Array.of(0x08, 0x96, 0x01));
  expect(textField(2, 'testing')).toEqual(
    Uint8Array.of(0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67),
  );
  expect(messageField(3, numberField(1, 150))).toEqual(Uint8Array.of(0x1a, 0x03, 0x08, 0x96, 0x01));
});

test('a field beyond the fifteenth has a longer tag, a long value a longer length', () => {
  expect(numberField(20, 0)).toEqual(Uint8Array.of(0xa0, 0x01, 0x00));
  const long = bytesField(1, new Uint8Array(300).fill(7));
  expect([...long.subarray(0, 3)]).toEqual([0x0a, 0xac, 0x02]);
  expect(long.length).toBe(303);
});

test('any whole number is written, and no other', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      const bytes = numberField(1, value).subarray(1);
      expect(readVarint(bytes)).toBe(BigInt(value));
      expect(bytes.findIndex((byte) => byte < 0x80)).toBe(bytes.length - 1);
    }),
  );
  for (const value of [-1, 0.5, Number.NaN, 2 ** 53]) {
    expect(() => numberField(1, value)).toThrow(RangeError);
  }
});

test('a message is its fields, one after the other', () => {
  expect(joined([])).toEqual(new Uint8Array(0));
  expect(joined([numberField(1, 1), numberField(2, 2)])).toEqual(Uint8Array.of(8, 1, 16, 2));
});
