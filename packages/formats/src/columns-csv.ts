import type { Columns, Header } from './csv-header.ts';
import type { TableReader } from './csv-table.ts';
import type { CsvFile, RecordingFormat } from './format.ts';
import { RecordingError } from './recording-error.ts';
import { sampleTable } from './sample-table.ts';

const ACCEL_ONLY = 4;
const WITH_GYRO = 7;

/**
 * Any CSV, with the columns that the caller names. It has no header of its own: it is read when
 * {@link FormatOptions.columns} is given.
 */
export const COLUMNS_CSV: RecordingFormat = {
  name: 'csv',
  title: 'CSV with named columns',
  summary: 'any other CSV, whose columns you name with --columns',
};

/** @param wanted the columns; see {@link FormatOptions.columns} */
export function readColumnsCsv(
  { header, path, options, onRecording }: CsvFile,
  wanted: readonly string[],
): TableReader {
  if (wanted.length !== ACCEL_ONLY && wanted.length !== WITH_GYRO) {
    const problem = `--columns names ${wanted.length} columns: name the time and acceleration x, y, z, and, if there is one, the gyroscope's x, y, z`;
    throw new RecordingError('missing_column', path, null, problem);
  }
  const headless = header.fields.every((field) => field === '' || !Number.isNaN(Number(field)));
  const columns = pick(header, path, wanted, headless);
  return sampleTable(
    { path, header, format: COLUMNS_CSV.name, columns, said: options, headless },
    onRecording,
  );
}

function pick(header: Header, path: string, wanted: readonly string[], headless: boolean): Columns {
  const slots = new Int8Array(header.fields.length).fill(-1);
  wanted.forEach((name, slot) => {
    const found = find(header, name, headless);
    if (found === undefined) {
      const there = headless
        ? `the file has no header, and ${header.fields.length} columns: name them by number, from 1`
        : `the header names ${header.fields.slice(0, 20).join(',').slice(0, 200)}`;
      const problem = `there is no column ${name}: ${there}`;
      throw new RecordingError('missing_column', path, header.line, problem);
    }
    if (slots[found] !== -1) {
      const problem = `--columns names ${name} twice: each column once`;
      throw new RecordingError('duplicate_column', path, header.line, problem);
    }
    slots[found] = slot;
  });
  return { names: wanted, slots, has: (index) => index < wanted.length };
}

/** Where a column is: the one of this name, or else of this number. */
function find({ fields }: Header, name: string, headless: boolean): number | undefined {
  const at = (test: (field: string) => boolean) => {
    const index = headless ? -1 : fields.findIndex(test);
    return index < 0 ? undefined : index;
  };
  const number = /^\d{1,4}$/.test(name) ? Number(name) - 1 : -1;
  return (
    at((field) => field === name) ??
    at((field) => field.toLowerCase() === name.toLowerCase()) ??
    (number >= 0 && number < fields.length ? number : undefined)
  );
}
