import type { FileMetaData, SchemaElement } from 'hyparquet';
import { Pieces } from '../archive/pieces.ts';
import type { RecordingFormat, SourceFile } from '../format.ts';
import type { FileSink } from '../lines.ts';
import { RecordingError } from '../recording-error.ts';
import { momentText } from './calendar-text.ts';
import { TableWriter } from './table-writer.ts';

/*
 * Apache Parquet (https://parquet.apache.org/docs/file-format/), by hyparquet: its files are in memory as a whole, and
 * one group of their rows unpacked.
 */

const MAGIC = [0x50, 0x41, 0x52, 0x31] as const;
const MAX_BYTES = 500_000_000;
const MAX_GROUP_BYTES = 1_000_000_000;
const MAX_GROUP_ROWS = 20_000_000;
/** What pandas calls a column that is the rows' name and has none itself. */
const UNNAMED_INDEX = /^__index_level_\d+__$/;

function isParquet(head: Uint8Array): boolean {
  return MAGIC.every((byte, i) => head[i] === byte);
}

function readParquet(file: SourceFile): FileSink {
  const { path } = file;
  const pieces = new Pieces();
  return {
    push(bytes) {
      pieces.push(bytes);
      if (pieces.length > MAX_BYTES) throw tooLarge(path);
    },
    async end() {
      const bytes = pieces.slice(0, pieces.length).buffer;
      const writer = new TableWriter(file.inner(file.name, path));
      try {
        await writeRows(bytes, path, writer);
      } catch (error) {
        if (error instanceof RecordingError) throw error;
        throw damaged(path, error);
      }
      await writer.end();
    },
  };
}

async function writeRows(file: ArrayBuffer, path: string, writer: TableWriter): Promise<void> {
  // Loaded only where such a file is read.
  const { parquetMetadata, parquetRead } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const metadata = parquetMetadata(file);
  const columns = flatColumns(metadata);
  writer.row(columns.map(({ name }) => (UNNAMED_INDEX.test(name) ? 'time' : name)));
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const isHuge = Number(group.total_byte_size) > MAX_GROUP_BYTES || rows > MAX_GROUP_ROWS;
    if (isHuge) throw tooLarge(path);
    const rowEnd = rowStart + rows;
    const cells = new Map<string, string[]>();
    const names = columns.map(({ name }) => name);
    await parquetRead({
      file,
      metadata,
      compressors,
      columns: names,
      rowStart,
      rowEnd,
      parsers: EXACT_TIMES,
      onChunk({ columnName, columnData, rowStart: first }) {
        const column = cells.get(columnName) ?? [];
        const zoned = columns.find(({ name }) => name === columnName)?.isUtc ?? true;
        for (let i = 0; i < columnData.length; i++) {
          column[first - rowStart + i] = cellText(columnData[i], zoned);
        }
        cells.set(columnName, column);
      },
    });
    for (let row = 0; row < rows; row++) {
      writer.row(names.map((name) => cells.get(name)?.[row] ?? ''));
    }
    rowStart = rowEnd;
  }
}

/** A column that is not a list or a record of others. */
interface FlatColumn {
  readonly name: string;
  /** Whether its times, if it has any, are in UTC; else they are those of somebody's clock. */
  readonly isUtc: boolean;
}

function flatColumns({ schema }: FileMetaData): FlatColumn[] {
  const columns: FlatColumn[] = [];
  let nested = 0;
  // The first is the root; a column that has others is followed by them.
  for (const element of schema.slice(1)) {
    const children = element.num_children ?? 0;
    if (nested > 0) nested += children - 1;
    else if (children > 0) nested = children;
    else if (element.repetition_type !== 'REPEATED') {
      columns.push({ name: element.name, isUtc: isUtc(element) });
    }
  }
  return columns;
}

function isUtc({ logical_type: type }: SchemaElement): boolean {
  return type?.type !== 'TIMESTAMP' || type.isAdjustedToUTC;
}

/** A moment that is more exact than a `Date`. */
class Moment {
  readonly nanoseconds: bigint;
  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }
}

const EXACT_TIMES = {
  timestampFromMilliseconds: (ms: bigint) => new Moment(ms * 1_000_000n),
  timestampFromMicroseconds: (us: bigint) => new Moment(us * 1000n),
  timestampFromNanoseconds: (ns: bigint) => new Moment(ns),
};

function cellText(value: unknown, isUtc: boolean): string {
  if (value instanceof Moment) return momentText(value.nanoseconds, isUtc);
  if (value instanceof Date) return value.toISOString().slice(0, isUtc ? undefined : -1);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string') {
    return String(value);
  }
  return '';
}

function tooLarge(path: string): RecordingError {
  const problem = `the Parquet file is too large: more than ${MAX_BYTES / 1e6} MB, or its groups of rows are. Write it in several, a recording each`;
  return new RecordingError('too_large', path, null, problem);
}

function damaged(path: string, cause: unknown): RecordingError {
  const why = cause instanceof Error ? cause.message.replace(/\s+/g, ' ').slice(0, 120) : 'unknown';
  const problem = `the Parquet file is damaged or cut off (${why}): copy the file again`;
  return new RecordingError('damaged_parquet', path, null, problem, cause);
}

export const PARQUET: RecordingFormat = {
  name: 'parquet',
  title: 'Parquet',
  summary: 'a table whose columns are named as those of a CSV',
  binary: { matches: isParquet, read: readParquet },
};
