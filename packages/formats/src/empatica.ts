import { columnsOf } from './any-table.ts';
import type { Header } from './csv-header.ts';
import type { TableReader } from './csv-table.ts';
import type { CsvFile, RecordingFormat } from './format.ts';
import { SAMPLE_COLUMNS } from './sample-columns.ts';
import { sampleTable } from './sample-table.ts';
import { rateClock } from './text/clock.ts';

/*
 * Empatica E4, a wristband: ACC.csv of a session's zip. Its first line is the time of the first sample
 * (Unix seconds, once for each column), its second the samples a second; the rest are x, y, z in 1/64 g
 * (https://support.empatica.com/hc/en-us/articles/201608896).
 */

const EARLIEST_UNIX = 1e9;
const MAX_RATE = 1000;
const HEAD_ROWS = 2;

/** Whether the first two rows are a time and a rate, each repeated for x, y and z. */
function isEmpatica({ headless, rows }: Header): boolean {
  const [start = [], rate = []] = rows;
  const isOne = (row: readonly string[]) =>
    row.length === 3 && row.every((cell) => cell === row[0]);
  return (
    headless &&
    isOne(start) &&
    isOne(rate) &&
    Number(start[0]) > EARLIEST_UNIX &&
    Number(rate[0]) > 0 &&
    Number(rate[0]) <= MAX_RATE
  );
}

function readEmpatica(file: CsvFile): TableReader {
  const { header, options } = file;
  const [start = 0, rate = 1] = header.rows.slice(0, HEAD_ROWS).map((row) => Number(row[0]));
  const wanted: number[] = [];
  for (const [field, slot] of SAMPLE_COLUMNS.accel.entries()) wanted[slot] = field;
  const table = sampleTable({
    file,
    format: EMPATICA_CSV.name,
    columns: columnsOf(header, wanted),
    clock: rateClock(
      options.rate ?? rate,
      { startedAt: start, isLocal: false },
      'its second line says',
    ),
    said: { accelUnit: options.accelUnit ?? '1/64 g', gravity: options.gravity },
    gyroUnit: undefined,
  });
  let above = HEAD_ROWS;
  return {
    ...table,
    onRow(row) {
      if (above > 0) above--;
      else table.onRow(row);
    },
  };
}

export const EMPATICA_CSV: RecordingFormat = {
  name: 'empatica',
  title: 'Empatica E4 CSV',
  summary: 'the ACC.csv of a session of the wristband',
  csv: { matches: isEmpatica, read: readEmpatica },
  exportFiles: /^ACC\.csv(\.gz)?$/i,
};
