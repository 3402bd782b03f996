import type { FileSink } from '../lines.ts';

const UTF8_MARK = [0xef, 0xbb, 0xbf] as const;

/** Encodings that Windows programs write: two bytes a character. */
type Utf16 = 'utf-16le' | 'utf-16be';

/**
 * Which of the two-byte encodings a text is in: by its byte order mark, or by the zero that is half
 * of each plain character. Undefined for a text of bytes, or for no text at all.
 */
export function utf16Of(head: Uint8Array): Utf16 | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const start = head.subarray(0, 64);
  if (start.length < 8) return undefined;
  const zeros = (from: 0 | 1) => start.filter((byte, i) => i % 2 === from && byte === 0).length;
  const [even, odd] = [zeros(0), zeros(1)];
  const half = Math.floor(start.length / 2);
  if (even === 0 && odd > 0.9 * half) return 'utf-16le';
  if (odd === 0 && even > 0.9 * half) return 'utf-16be';
  return undefined;
}

/** Turns a UTF-16 text into the UTF-8 that the readers take, piece by piece. */
export function fromUtf16(encoding: Utf16, sink: FileSink): FileSink {
  // Not every runtime's decoder knows the big-endian one: its bytes are swapped.
  const decoder = new TextDecoder('utf-16le');
  const encoder = new TextEncoder();
  let odd: number | undefined;
  const swapped = (piece: Uint8Array): Uint8Array => {
    const whole = new Uint8Array(piece.length + (odd === undefined ? 0 : 1));
    if (odd !== undefined) whole[0] = odd;
    whole.set(piece, odd === undefined ? 0 : 1);
    odd = whole.length % 2 === 1 ? whole[whole.length - 1] : undefined;
    const even = whole.subarray(0, whole.length - (whole.length % 2));
    for (let i = 0; i < even.length; i += 2) {
      const first = even[i] as number;
      even[i] = even[i + 1] as number;
      even[i + 1] = first;
    }
    return even;
  };
  return {
    push(piece) {
      const bytes = encoding === 'utf-16be' ? swapped(piece) : piece;
      sink.push(encoder.encode(decoder.decode(bytes, { stream: true })));
    },
    end() {
      sink.push(encoder.encode(decoder.decode()));
      return sink.end();
    },
  };
}

/** The bytes of a UTF-8 text without its byte order mark. */
export function withoutMark(bytes: Uint8Array): Uint8Array {
  const hasMark = UTF8_MARK.every((byte, i) => bytes[i] === byte);
  return hasMark ? bytes.subarray(UTF8_MARK.length) : bytes;
}
