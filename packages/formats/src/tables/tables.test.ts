import { describe, expect, test } from 'bun:test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { FormatOptions, LoadedRecording } from '../recording.ts';
import { RecordingError } from '../recording-error.ts';
import { RecordingParser } from '../recording-parser.ts';
import { accel, plainCsv, samples, seconds, WALK, zip } from '../testing/export-walk.ts';
import { parse } from '../testing/parse.ts';
import { type SheetCell, writeXlsx, type XlsxOptions } from '../testing/tables/write-xlsx.ts';

const HEADER = ['timestamp', 'accel_x', 'accel_y', 'accel_z'];
const ROWS: SheetCell[][] = [HEADER, ...samples().map((i) => [seconds(i), ...accel(i)])];
const OWN = parse([['walk.csv', plainCsv(HEADER.join(','), accel)]]);
const PHYPHOX = [
  'Time (s)',
  'Acceleration x (m/s^2)',
  'Acceleration y (m/s^2)',
  'Acceleration z (m/s^2)',
];

/** Reads a file whose reader may take its time. */
async function read(
  name: string,
  bytes: Uint8Array,
  options: FormatOptions = {},
): Promise<LoadedRecording> {
  const parser = new RecordingParser(name, options);
  const file = parser.file(name);
  for (let at = 0; at < bytes.length; at += 10_000) file.push(bytes.slice(at, at + 10_000));
  await file.end();
  return parser.finish();
}

async function refusal(name: string, bytes: Uint8Array): Promise<RecordingError> {
  const error = await read(name, bytes).catch((reason: unknown) => reason);
  if (error instanceof RecordingError) return error;
  throw new Error('it was read');
}

describe('a workbook', () => {
  const ways: XlsxOptions[] = [{}, { texts: 'inline' }, { references: false, texts: 'inline' }];
  test.each(ways)('is read as a CSV of the same cells: %p', (options) => {
    expect(parse([['walk.xlsx', writeXlsx([['Sheet 1', ROWS]], options)]])).toEqual(OWN);
  });

  test('of phyphox has a sheet for each sensor, and some of notes', () => {
    const table: SheetCell[][] = [PHYPHOX, ...ROWS.slice(1)];
    const gyro: SheetCell[][] = [
      ['Time (s)', 'Gyroscope x (rad/s)', 'Gyroscope y (rad/s)', 'Gyroscope z (rad/s)'],
      ...ROWS.slice(1),
    ];
    const notes: SheetCell[][] = [
      ['property', 'value'],
      ['version', '1.1.9'],
    ];
    const file = writeXlsx([
      ['Accelerometer', table],
      ['Gyroscope', gyro],
      ['Metadata Device', notes],
    ]);
    const found = parse([['walk.xlsx', file]]);
    expect(found.source).toMatchObject({ format: 'phyphox', notes: [] });
    expect(found.times).toEqual(WALK.times);
    expect(found.gyro?.length).toBe(found.accel.length);
  });

  test('may be in a zip, and other sheets in it are told', () => {
    const text: SheetCell[][] = [['Diary'], ['went for a walk, which was nice']];
    const workbook = writeXlsx([
      ['Diary', text],
      ['Walk', ROWS],
    ]);
    const found = parse([['all.zip', zip([['walk.xlsx', workbook]])]]);
    expect(found.times).toEqual(OWN.times);
    expect(found.source.notes).toMatchObject([{ code: 'files_skipped', text: 'not read: Diary' }]);
  });

  test('has its errors at the rows that a spreadsheet shows', () => {
    const rows = [...ROWS.slice(0, 40), [0.4, 'oops', 'oops', 'oops'], ...ROWS.slice(41, 80)];
    expect(() => parse([['walk.xlsx', writeXlsx([['Walk', rows]])]])).toThrow(
      /walk.xlsx\/Walk, line 41|line 41/,
    );
  });
});

describe('Parquet', () => {
  const column = (index: number) => ROWS.slice(1).map((row) => row[index] as number);
  const columns = HEADER.map((name, i) => ({ name, data: column(i), type: 'DOUBLE' as const }));

  test('is read as a CSV of the same columns, whatever packs it', async () => {
    for (const codec of ['UNCOMPRESSED', 'SNAPPY'] as const) {
      const bytes = new Uint8Array(
        parquetWriteBuffer({ columnData: columns, codec, rowGroupSize: 1000 }),
      );
      expect(await read('walk.parquet', bytes)).toEqual(OWN);
    }
  });

  test('has its errors as one line, wherever it is damaged', async () => {
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData: columns }));
    const cut = await refusal('walk.parquet', bytes.slice(0, 20_000));
    expect(cut.code).toBe('damaged_parquet');
    expect(cut.message).not.toContain('\n');
    const other = parquetWriteBuffer({
      columnData: [{ name: 'name', data: ['ann'], type: 'STRING' }],
    });
    expect((await refusal('walk.parquet', new Uint8Array(other))).code).toBe('unknown_format');
  });
});
