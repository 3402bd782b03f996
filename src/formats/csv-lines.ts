import { type OnProgress, readBytes } from './byte-source.ts';
import { RecordingError } from './recording-error.ts';

const NEWLINE = 10;
const RETURN = 13;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;
/** How much of a file's start must be seen to tell what it is; it may come in pieces. */
const TELLTALE_BYTES = 4;
const LONGEST_LINE_BYTES = 64 * 1024;

/**
 * One line of text at `bytes[start..end)`, without its line end. `bytes` is only good during the
 * call.
 */
export type OnLine = (bytes: Buffer, start: number, end: number, line: number) => void;

/**
 * Calls `onLine` for each line of a text file (plain or gzip) that is not blank; lines are numbered
 * from 1, blank ones included. LF and CRLF end a line; a byte order mark is skipped. Holds one
 * chunk and one line in memory, however long the file.
 *
 * @throws {RecordingError} when the file can't be read or is not text
 */
export async function forEachLine(
  path: string,
  onLine: OnLine,
  onProgress?: OnProgress,
): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  let isFirst = true;

  const emit = (bytes: Buffer, start: number, end: number): void => {
    line++;
    const trimmed = end > start && bytes[end - 1] === RETURN ? end - 1 : end;
    if (trimmed > start) onLine(bytes, start, trimmed, line);
  };
  const emitWhole = (bytes: Buffer): void => {
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      emit(bytes, start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  };

  for await (const chunk of readBytes(path, onProgress)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (isFirst && bytes.length < TELLTALE_BYTES) {
      rest = bytes;
      continue;
    }
    emitWhole(isFirst ? checkStart(bytes, path) : bytes);
    isFirst = false;
    if (rest.length > LONGEST_LINE_BYTES) {
      throw notCsv(path, line + 1, `the line is longer than ${LONGEST_LINE_BYTES / 1024} KiB`);
    }
  }
  if (isFirst) emitWhole(checkStart(rest, path));
  if (rest.length > 0) emit(rest, 0, rest.length);
}

/** Skips a byte order mark; refuses what can't be text in UTF-8. */
function checkStart(bytes: Buffer, path: string): Buffer {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3) {
    throw notCsv(path, null, 'this is a zip archive or a spreadsheet');
  }
  const head = bytes.subarray(0, 512);
  if (head.includes(0)) throw notCsv(path, null, 'this is binary data or UTF-16 text');
  const hasMark = BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte);
  return hasMark ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
}

function notCsv(path: string, line: number | null, problem: string): RecordingError {
  const advice = 'save the recording as CSV text in UTF-8, plain or gzip';
  return new RecordingError('not_csv', path, line, `${problem}, not a CSV: ${advice}`);
}
