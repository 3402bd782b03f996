import { readSeveral } from '../archive/read-several.ts';
import type { ZipArchive } from '../archive/zip-archive.ts';
import type { RecordingFormat, SourceFile } from '../format.ts';
import { RecordingError } from '../recording-error.ts';
import { SheetReader } from './sheet.ts';
import { TableWriter } from './table-writer.ts';
import { readWorkbook, type Sheet, type Workbook } from './workbook.ts';

const MAX_SHEET_BYTES = 2_000_000_000;

function isXlsx(names: readonly string[]): boolean {
  return names.some((name) => /^xl\/workbook\.xml$/i.test(name));
}

/** Each sheet is a table, as if it were a CSV of its name; those with notes on the others are left out. */
function readXlsx(archive: ZipArchive, file: SourceFile): void | Promise<void> {
  const workbook = guarded(file.path, () => readWorkbook(archive));
  const sheets = workbook.sheets.filter(({ name }) => !/^meta(data)?\b/i.test(name));
  if (sheets.length === 0) {
    throw new RecordingError(
      'empty',
      file.path,
      null,
      'the workbook has no sheets: export it again',
    );
  }
  return readSeveral(
    sheets,
    file,
    ({ name }) => name,
    (sheet) => readSheet(archive, workbook, sheet, file),
  );
}

function readSheet(
  archive: ZipArchive,
  workbook: Workbook,
  { name, part }: Sheet,
  file: SourceFile,
): void | Promise<void> {
  const entry = archive.entries.find((one) => one.name.toLowerCase() === part.toLowerCase());
  if (!entry) throw damaged(file.path, `the sheet ${name} is missing`);
  const writer = new TableWriter(file.inner(name));
  const reader = new SheetReader(workbook, writer);
  guarded(file.path, () => {
    archive.unpack(entry, { limit: MAX_SHEET_BYTES }, (bytes) => reader.push(bytes));
  });
  return writer.end();
}

function guarded<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw damaged(path, error.message);
    throw error;
  }
}

function damaged(path: string, why: string): RecordingError {
  const problem = `the workbook is damaged (${why}): export it again, or save it as CSV`;
  return new RecordingError('damaged_workbook', path, null, problem);
}

export const XLSX: RecordingFormat = {
  name: 'xlsx',
  title: 'Excel workbook',
  summary: 'a .xlsx of phyphox, or any whose columns are named as those of a CSV',
  archive: { matches: isXlsx, read: readXlsx },
};
