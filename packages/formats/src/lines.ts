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
 * call.
 */
export type OnLine = (bytes: Uint8Array, start: number, end: number, line: number) => void;

/**
 * Calls `onLine` for each line of a text that is not blank; lines are numbered from 1, blank ones
 * included. LF and CRLF end a line. Holds one piece and one line in memory, however long the file.
 */
export class LineSplitter implements FileSink {
  readonly #path: string;
  readonly #onLine: OnLine;
  #rest: Uint8Array = new Uint8Array(0);
  #line = 0;

  constructor(path: string, onLine: OnLine) {
    this.#path = path;
    this.#onLine = onLine;
  }

  push(piece: Uint8Array): void {
    const bytes = concat(this.#rest, piece);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      this.#emit(bytes, start, end);
      start = end + 1;
    }
    this.#rest = bytes.subarray(start);
    if (this.#rest.length <= MAX_LINE_BYTES) return;
    const problem = `the line is longer than ${MAX_LINE_BYTES / 1024} KiB: this is no table of samples`;
    throw new RecordingError('unknown_format', this.#path, this.#line + 1, problem);
  }

  end(): void {
    if (this.#rest.length > 0) this.#emit(this.#rest, 0, this.#rest.length);
    this.#rest = new Uint8Array(0);
  }

  #emit(bytes: Uint8Array, start: number, end: number): void {
    this.#line++;
    const trimmed = end > start && bytes[end - 1] === RETURN ? end - 1 : end;
    if (trimmed > start) this.#onLine(bytes, start, trimmed, this.#line);
  }
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
