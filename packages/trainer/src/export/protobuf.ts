/**
 * As much of Protocol Buffers' wire format as an ONNX model needs: whole numbers from 0 on,
 * texts, bytes and messages. A message is its fields' bytes, one after the other; a repeated field is
 * written as often as it has values.
 */

const textEncoder = new TextEncoder();

/** How a field's value is written. */
const WIRE = { varint: 0, lengthDelimited: 2 } as const;

/** A whole number from 0 to 2⁵³ − 1. */
export function numberField(field: number, value: number): Uint8Array {
  return joined([tag(field, WIRE.varint), varint(value)]);
}

/** A text. */
export function textField(field: number, text: string): Uint8Array {
  return bytesField(field, textEncoder.encode(text));
}

/** Bytes as they are. */
export function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return joined([tag(field, WIRE.lengthDelimited), varint(bytes.length), bytes]);
}

/** A message of these fields. */
export function messageField(field: number, ...fields: readonly Uint8Array[]): Uint8Array {
  return bytesField(field, joined(fields));
}

/** Bytes one after the other; also a whole message of its fields. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function tag(field: number, wire: number): Uint8Array {
  return varint(field * 8 + wire);
}

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${value} is not a whole number from 0 on.`);
  }
  const bytes: number[] = [];
  let rest = value;
  // Not with shifts: they know 32 bits only.
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
