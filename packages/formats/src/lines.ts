import { RecordingError } from './recording-error.ts';

const NEWLINE = 10;
const RETURN = 13;
const MAX_LINE_BYTES = 64 * 1024;

/** Takes the bytes of one file, in pieces of any size. Throws as soon as they can't be used. */
export interface FileSink {
  /** The next piece. It belongs to the sink from now on. */
  push(bytes: Uint8Array): void;
  /** There is no more. Formats whose readers take their time say when they are done. */
  end(): void | Promise<void>;
}

/**
 * One line of text at `bytes[start..end)`, without its line end. `bytes` is only good during the
 * call. `isWhole` is false for a last line that no line end follows.
 */
export type OnLine = (
  bytes: Uint8Array,
  start: number,
  end: number,
  line: number,
  isWhole: boolean,
) => void;

/**
 * Calls `onLine` for each line of a text that is not blank; lines are numbered from 1, blank ones
 * included. LF and CRLF end a line, and CR alone in a text without LF. Holds one piece and one line
 * in memory, however long the file.
 */
export class LineSplitter implements FileSink {
  readonly #path: string;
  readonly #onLine: OnLine;
  #rest: Uint8Array = new Uint8Array(0);
  #line = 0;
  /** What ends a line; known with the first piece that has an end. */
  #lineEnd: typeof NEWLINE | typeof RETURN | undefined;

  constructor(path: string, onLine: OnLine) {
    this.#path = path;
    this.#onLine = onLine;
  }

  push(piece: Uint8Array): void {
    this.#lineEnd ??= lineEndOf(concat(this.#rest, piece));
    const lineEnd = this.#lineEnd ?? NEWLINE;
    let bytes = piece;
    let start = 0;
    if (this.#rest.length > 0) {
      // Only the line that two pieces have in common is put together: to copy all of both would take longest.
      const first = piece.indexOf(lineEnd);
      bytes = first < 0 ? concat(this.#rest, piece) : piece;
      if (first >= 0) {
        const line = concat(this.#rest, piece.subarray(0, first + 1));
        this.#emit(line, 0, line.length - 1, true);
        start = first + 1;
      }
    }
    // Lines are short: to look at four bytes at a time takes less time than a call of `indexOf` for each line.
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const everyByte = Math.imul(lineEnd, 0x01010101);
    const last = bytes.length - 4;
    for (let end = start; end < bytes.length; end++) {
      while (end <= last && !hasZero(view.getInt32(end, true) ^ everyByte)) end += 4;
      while (end < bytes.length && bytes[end] !== lineEnd) end++;
      if (end === bytes.length) break;
      this.#emit(bytes, start, end, true);
      start = end + 1;
    }
    this.#rest = bytes.subarray(start);
    if (this.#rest.length <= MAX_LINE_BYTES) return;
    const problem = `the line is longer than ${MAX_LINE_BYTES / 1024} KiB: this is no table of samples`;
    throw new RecordingError('unknown_format', this.#path, this.#line + 1, problem);
  }

  end(): void {
    if (this.#rest.length > 0) {
      const rest = this.#rest;
      this.#rest = new Uint8Array(0);
      // A file of returns alone, shorter than what would have told it.
      if (this.#lineEnd === undefined && rest.includes(RETURN)) {
        this.#lineEnd = RETURN;
        this.push(rest);
        this.end();
        return;
      }
      this.#emit(rest, 0, rest.length, false);
    }
  }

  #emit(bytes: Uint8Array, start: number, end: number, isWhole: boolean): void {
    this.#line++;
    let trimmed = end;
    // Two where a program has written the line's end in a text that makes one of each LF.
    while (trimmed > start && bytes[trimmed - 1] === RETURN) trimmed--;
    if (trimmed > start) this.#onLine(bytes, start, trimmed, this.#line, isWhole);
  }
}

/** Long enough for any line: with no LF in it, a CR ends the lines. */
const TELLING_BYTES = 4096;

function lineEndOf(bytes: Uint8Array): typeof NEWLINE | typeof RETURN | undefined {
  if (bytes.includes(NEWLINE)) return NEWLINE;
  return bytes.length > TELLING_BYTES && bytes.includes(RETURN) ? RETURN : undefined;
}

/** Whether one of four bytes is 0. */
function hasZero(word: number): boolean {
  return ((word - 0x01010101) & ~word & 0x80808080) !== 0;
}

/** Two pieces as one; no copy where one of them is empty. */
export function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
