import type { Operation } from './write-script.ts';

/** Most bytes of UTF-8 for a UTF-16 unit. */
const BYTES_OF_UNIT = 3;
/** Before each value: its length. Before the values of an operation: the length of its name, and their number. */
const LENGTH_BYTES = 4;
const HEAD_BYTES = 1 + LENGTH_BYTES;

/**
 * All names and values in one buffer: a client spends a microsecond on each value that it sends, and Redis as much on
 * each that it reads. Of each operation: a byte for the length of its name, the name, how many values it has, and of
 * each value its length and its bytes. Numbers have four bytes, the lowest first.
 *
 * @param spare memory to use where it is large enough: the system is slow to give some for the first time
 * @returns what was packed, at the beginning of its memory
 */
export function packOperations(
  operations: readonly Operation[],
  spare?: ArrayBuffer,
): Buffer<ArrayBuffer> {
  const room = roomFor(operations);
  const buffer = Buffer.from(spare && spare.byteLength >= room ? spare : new ArrayBuffer(room));
  let at = 0;
  for (const { name, values } of operations) {
    at = buffer.writeUInt8(name.length, at);
    at += buffer.write(name, at, 'latin1');
    at = buffer.writeUInt32LE(values.length, at);
    for (const value of values) {
      const start = at + LENGTH_BYTES;
      const end = start + write(buffer, value, start);
      buffer.writeUInt32LE(end - start, at);
      at = end;
    }
  }
  return buffer.subarray(0, at);
}

function write(buffer: Buffer, value: string | number | Uint8Array, at: number): number {
  if (typeof value === 'number') return buffer.write(String(value), at, 'latin1');
  if (typeof value === 'string') return buffer.write(value, at);
  buffer.set(value, at);
  return value.length;
}

function roomFor(operations: readonly Operation[]): number {
  let bytes = 0;
  for (const { name, values } of operations) {
    bytes += HEAD_BYTES + name.length;
    for (const value of values) {
      // The longest number, -2.2250738585072014e-308, has 24 digits.
      const length = typeof value === 'number' ? 24 : value.length;
      bytes += LENGTH_BYTES + (typeof value === 'string' ? length * BYTES_OF_UNIT : length);
    }
  }
  return bytes;
}
