import { columnsOf } from './any-table.ts';
import type { Header } from './csv-header.ts';
import type { TableReader } from './csv-table.ts';
import { findColumn } from './find-column.ts';
import type { CsvFile, RecordingFormat } from './format.ts';
import { RecordingError } from './recording-error.ts';
import { sampleTable } from './sample-table.ts';
import { tableClock } from './text/table-clock.ts';

/** So many columns: the acceleration, a time before it, a gyroscope behind it. */
const COUNTS = { rated: [3, 6], timed: [4, 7] } as const;

/**
 * Any CSV, with the columns that the caller names. It has no header of its own: it is read when
 * {@link FormatOptions.columns} is given.
 */
export const COLUMNS_CSV: RecordingFormat = {
  name: 'csv',
  title: 'CSV with named columns',
  summary: 'any other table of text, whose columns you name with --columns',
};

/** @param wanted the columns; see {@link FormatOptions.columns} */
export function readColumnsCsv(file: CsvFile, wanted: readonly string[]): TableReader {
  const { header, path, options } = file;
  const isRated = options.rate !== undefined && !COUNTS.timed.some((n) => n === wanted.length);
  const counts: readonly number[] = isRated ? COUNTS.rated : COUNTS.timed;
  if (!counts.includes(wanted.length)) {
    const problem = `--columns names ${wanted.length} columns: name the time and acceleration x, y, z, and, if there is one, the gyroscope's x, y, z; without the time, pass --rate`;
    throw new RecordingError('missing_column', path, null, problem);
  }
  const fields = pick(header, path, wanted);
  const [time, ...values] = isRated ? [undefined, ...fields] : fields;
  const clock = tableClock(
    file,
    time === undefined ? [] : [{ field: time, unit: undefined, holds: 'any' }],
    time,
  );
  const slots = [clock.time, ...values.slice(0, 6)];
  slots[8] = clock.date;
  const said = { accelUnit: options.accelUnit, gravity: options.gravity };
  const columns = { ...columnsOf(header, slots), mayBeMore: true };
  const { gyroUnit } = options;
  return sampleTable({ file, format: COLUMNS_CSV.name, columns, clock, said, gyroUnit });
}

/** Which fields the wanted columns are. */
function pick(header: Header, path: string, wanted: readonly string[]): number[] {
  const fields: number[] = [];
  for (const name of wanted) {
    const found = findColumn(header, name, path);
    if (fields.includes(found)) {
      const problem = `--columns names ${name} twice: each column once`;
      throw new RecordingError('duplicate_column', path, header.line, problem);
    }
    fields.push(found);
  }
  return fields;
}
