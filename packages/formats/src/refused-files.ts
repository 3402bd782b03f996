import type { RefusedFormat } from './format.ts';

/*
 * Files that people try, told by their first bytes or by what an archive holds. Those of text are in
 * `refused-formats.ts`.
 */

const text = new TextDecoder('latin1');

/** Whether a file has these bytes, each a letter, at this place. */
const has =
  (signature: string, at = 0) =>
  (head: Uint8Array): boolean =>
    [...signature].every((letter, i) => head[at + i] === letter.charCodeAt(0));

/** Whether the first kilobyte says this, in whatever case. */
const says =
  (words: RegExp) =>
  (head: Uint8Array): boolean =>
    words.test(text.decode(head.subarray(0, 1024)));

const isSqlite = has('SQLite format 3\0');
const isXml = says(/^(\xef\xbb\xbf)?\s*<(\?xml|!doctype|[a-z])/i);
const xml =
  (words: RegExp) =>
  (head: Uint8Array): boolean =>
    isXml(head) && says(words)(head);

const RAW_ON_A_PHONE =
  'Record with an app that keeps the raw accelerometer, such as Sensor Logger or phyphox';
const RAW_ON_A_WATCH = `${RAW_ON_A_PHONE}; Sensor Logger records an Apple Watch, too`;

export const REFUSED_FILES: readonly RefusedFormat[] = [
  {
    title: 'a FIT file of a sports watch',
    because: 'it holds the track, the heart rate and counts, and seldom the raw acceleration',
    instead:
      'If the watch did log its accelerometer, convert it with FitCSVTool of the Garmin FIT SDK, and name the columns of the CSV',
    head: has('.FIT', 8),
  },
  {
    title: 'an export of Apple Health',
    because: 'it holds counts of steps, and no raw acceleration',
    instead: RAW_ON_A_WATCH,
    head: xml(/<(!doctype )?healthdata/i),
    archive: (names) => names.some((name) => /(^|\/)apple_health_export\//i.test(name)),
  },
  {
    title: 'a track of positions (GPX, TCX or KML)',
    because: 'it holds no acceleration',
    instead: RAW_ON_A_PHONE,
    head: xml(/<(gpx|trainingcenterdatabase|kml)\b/i),
  },
  {
    title: 'a web page',
    because: 'it was probably saved in place of the recording',
    instead: 'Download the recording itself',
    head: xml(/<(!doctype\s+)?html/i),
  },
  {
    title: 'an .agd of ActiGraph',
    because: 'it holds counts by the epoch, and no raw acceleration',
    instead: 'In ActiLife, use the .gt3x that the .agd was made of, or export it as raw CSV',
    head: (head, name) => /\.agd$/i.test(name) && isSqlite(head),
  },
  {
    title: 'an SQLite database',
    because: 'what is where in it is up to who made it',
    instead:
      "Write the table of its samples as CSV: sqlite3 -header -csv FILE 'select * from TABLE' > walk.csv",
    head: isSqlite,
  },
  {
    title: 'a MATLAB file',
    because: 'it is read by MATLAB alone',
    instead:
      "In MATLAB, write the table: writetable(t, 'walk.csv'), or writematrix([time acc], 'walk.csv')",
    head: has('MATLAB 5.0 MAT-file'),
  },
  {
    title: 'an HDF5 file (.h5, .mat of version 7.3)',
    because: 'what is where in it is up to who wrote it',
    instead:
      'Write its time and acceleration as CSV or Parquet, in MATLAB with writetable, in Python with pandas',
    head: has('\x89HDF\r\n\x1a\n'),
  },
  {
    title: 'an EDF or BDF recording',
    because: 'it is not read',
    instead:
      'Export the channels of acceleration as CSV, in Python with pyedflib or mne, or in EDFbrowser',
    head: (head) => says(/^0 {7}/)(head) || has('\xffBIOSEMI')(head),
  },
  {
    title: 'a .wav sound, or one of acceleration',
    because: 'it is not read',
    instead: 'If it was made of a .cwa by omconvert, name that .cwa',
    head: (head) => has('RIFF')(head) && has('WAVE', 8)(head),
  },
  {
    title: 'a .bin of a GENEA, or of a Matrix by Parmay',
    because: 'it is not read',
    instead: 'Export it as raw CSV with the software of the device',
    head: (head) => has('GENEA/')(head) || says(/MDTC/)(head),
  },
  {
    title: 'NumPy data (.npy, .npz)',
    because: 'it does not say which of its numbers are what',
    instead:
      "Write them as CSV: numpy.savetxt('walk.csv', data, delimiter=',', header='timestamp,accel_x,accel_y,accel_z', comments='')",
    head: has('\x93NUMPY'),
    archive: (names) => names.length > 0 && names.every((name) => /\.npy$/i.test(name)),
  },
  {
    title: 'an Arrow or Feather file',
    because: 'it is not read, but Parquet is',
    instead: "In Python: pandas.read_feather(file).to_parquet('walk.parquet')",
    head: (head) => has('ARROW1')(head) || has('FEA1')(head),
  },
  {
    title: 'an old Excel workbook (.xls)',
    because: 'it is not read, but .xlsx and CSV are',
    instead: 'Open it, and save it as .xlsx or CSV',
    head: has('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
  },
  {
    title: 'an OpenDocument file',
    because: 'it is not read, but .xlsx and CSV are',
    instead: 'Open it, and save the table as .xlsx or CSV',
    archive: (names) => names.includes('mimetype') && names.includes('content.xml'),
  },
  {
    title: 'a document of Word or PowerPoint',
    because: 'it is no recording',
    instead: 'Name the table or the export that it is about',
    archive: (names) => names.some((name) => /^(word|ppt)\//.test(name)),
  },
  {
    title: 'an archive that is no zip (7z, rar, xz, bzip2, zstd)',
    because: 'it is not unpacked here',
    instead: 'Unpack it, and name what is in it',
    head: (head) =>
      ['7z\xbc\xaf\x27\x1c', 'Rar!\x1a\x07', '\xfd7zXZ\0', 'BZh', '\x28\xb5\x2f\xfd'].some((mark) =>
        has(mark)(head),
      ),
  },
  {
    title: 'a tar archive',
    because: 'it is not unpacked here',
    instead: 'Unpack it (tar xf), and name what is in it',
    head: has('ustar', 257),
  },
  {
    title: 'a picture or a PDF',
    because: 'it is no recording',
    instead: 'Name the file that holds the numbers',
    head: (head) => ['%PDF-', '\x89PNG', '\xff\xd8\xff'].some((mark) => has(mark)(head)),
  },
];
