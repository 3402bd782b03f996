import type { Columns, Header } from './csv-header.ts';
import { Row } from './csv-row.ts';
import { type FileSink, LineSplitter } from './lines.ts';
import type { Notes } from './notes.ts';
import { RecordingError } from './recording-error.ts';
import { BadRows, RowDefect } from './text/bad-rows.ts';
import { type Dress, dressOf } from './text/dressed-lines.ts';
import { findTable, type TextLine } from './text/find-table.ts';

const HASH = 35;
const PERCENT = 37;
const SLASH = 47;
const SEPARATORS: ReadonlySet<number> = new Set([9, 32, 34, 44, 59, 124]);
/** So much of a text is looked at to find its table: more than any device's preamble. */
const HEAD_LINES = 400;
const HEAD_BYTES = 128 * 1024;
/** With fewer rows before it, a last line that can't be read is a defect like any other. */
const FEW_ROWS = 10;

const text = new TextDecoder();
const encoder = new TextEncoder();

/** What is done with a table, once its header is known. */
export interface TableReader {
  readonly columns: Columns;
  /**
   * Called with the same {@link Row} each time, which holds that row only during the call. A row with
   * a {@link RowDefect} must leave no trace.
   */
  readonly onRow: (row: Row) => void;
  /** Called after the last row. */
  readonly onEnd?: () => void;
}

/** What is known of a table before it is read. */
export interface TableOptions {
  /** For the errors. */
  readonly path: string;
  /** A header to name when the file is empty. */
  readonly expected: string;
  /** Told of rows that are skipped. */
  readonly notes: Notes;
  /** Lines above the table that are not looked at. */
  readonly skipRows?: number | undefined;
  /** The number of the first line, for what is told of lines. Default: 1. */
  readonly firstLine?: number;
}

/**
 * Reads a table of text row by row, wherever in the text it begins and whatever separates its cells.
 *
 * @param onHeader - looks at the header, and says what is done with the rows
 * @throws {RecordingError} when it is not such a table, as soon as that shows
 */
export function csvTable(
  options: TableOptions,
  onHeader: (header: Header) => TableReader,
): FileSink {
  const { path, expected, notes, skipRows = 0, firstLine = 1 } = options;
  const bad = new BadRows();
  let head: HeadLine[] = [];
  let headBytes = 0;
  let reader: TableReader | undefined;
  let row: Row | undefined;
  let cut: HeadLine | undefined;
  let names: Uint8Array | undefined;
  let dress: Dress | undefined;

  /** The line without what its program has put around it. */
  const bare = (one: HeadLine): HeadLine =>
    dress ? { ...one, bytes: encoder.encode(dress.strip(text.decode(one.bytes))) } : one;
  const readRow = (bytes: Uint8Array, start: number, end: number, line: number) => {
    const first = bytes[start];
    if (first === HASH || first === PERCENT) return;
    if (first === SLASH && bytes[start + 1] === SLASH) return;
    bad.rows++;
    try {
      row?.load(bytes, start, end);
      reader?.onRow(row as Row);
    } catch (error) {
      if (!(error instanceof RowDefect)) throw error;
      // Programs that go on with a file write its names once more.
      if (names && areSame(names, bytes.subarray(start, end))) bad.rows--;
      else bad.skip(line, error);
    }
  };
  const begin = () => {
    const filled = head.filter(({ bytes }) => !hasOnlySeparators(bytes));
    head = [];
    dress = dressOf(filled.map((one) => withText(one).text));
    cut = cut && bare(cut);
    const lines = withNames(dress, filled.map(bare), filled);
    const found = findTable((cut ? [...lines, cut] : lines).map(withText));
    if (!found) return;
    reader = onHeader(found.header);
    row = new Row(reader.columns, found.header);
    names = lines.find(({ line }) => line === found.header.line)?.bytes;
    for (const one of lines.slice(found.firstRow))
      readRow(one.bytes, 0, one.bytes.length, one.line);
    if (found.firstRow > lines.length) cut = undefined;
  };
  /** The last line, where no line end follows: the app may have been ended in the middle of it. */
  const readLast = ({ bytes, line }: HeadLine) => {
    const isOneOfMany = bad.rows >= FEW_ROWS;
    if (!isOneOfMany) {
      readRow(bytes, 0, bytes.length, line);
      return;
    }
    try {
      row?.load(bytes, 0, bytes.length);
      reader?.onRow(row as Row);
    } catch (error) {
      if (!(error instanceof RowDefect)) throw error;
      const text = 'the file breaks off in its last line, which was left out';
      notes.add('cut_off', text, { path, line });
    }
  };
  const splitter = new LineSplitter(path, (bytes, start, end, lineNumber, isWhole) => {
    if (lineNumber <= skipRows) return;
    // Names that stand in each line of a JSON stand in the first.
    const line = Math.max(1, lineNumber - 1 + firstLine);
    if (!isWhole) {
      cut = bare({ bytes: bytes.slice(start, end), line });
      return;
    }
    if (reader && dress) {
      const one = bare({ bytes: bytes.subarray(start, end), line });
      readRow(one.bytes, 0, one.bytes.length, line);
      return;
    }
    if (reader) {
      readRow(bytes, start, end, line);
      return;
    }
    head.push({ bytes: bytes.slice(start, end), line });
    headBytes += end - start;
    if (head.length >= HEAD_LINES || headBytes >= HEAD_BYTES) begin();
  });
  return {
    push: (bytes) => splitter.push(bytes),
    end() {
      splitter.end();
      if (!reader) begin();
      if (!reader) {
        const problem =
          skipRows > 0
            ? `--skip-rows ${skipRows} passes over all of its lines: pass fewer`
            : `the file is empty: it must begin with a header such as ${expected}`;
        throw new RecordingError('empty', path, null, problem);
      }
      if (cut) readLast(cut);
      bad.settle(path, notes);
      reader.onEnd?.();
    },
  };
}

interface HeadLine {
  readonly bytes: Uint8Array;
  readonly line: number;
}

/** The lines, with one of the names where these stand in each. @param worn - the same, as they were */
function withNames(
  dress: Dress | undefined,
  lines: readonly HeadLine[],
  worn: readonly HeadLine[],
): readonly HeadLine[] {
  if (dress?.names === undefined) return lines;
  const at = lines.findIndex(({ bytes }, i) => !areSame(bytes, worn[i]?.bytes ?? bytes));
  const names = { bytes: encoder.encode(dress.names), line: worn[at]?.line ?? 1 };
  return lines.toSpliced(at, 0, names);
}

/** `,,,`: what spreadsheets write of a row that is blank. */
function hasOnlySeparators(bytes: Uint8Array): boolean {
  return bytes.every((byte) => SEPARATORS.has(byte));
}

function areSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

function withText({ bytes, line }: HeadLine): TextLine {
  return { text: text.decode(bytes), line };
}
