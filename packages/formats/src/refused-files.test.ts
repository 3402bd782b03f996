import { expect, test } from 'bun:test';
import { REFUSED_FILES } from './refused-files.ts';
import { zip } from './testing/export-walk.ts';
import { errorOf } from './testing/parse.ts';

/** The beginnings of such files, as the programs that write them make them. */
const FILES: readonly (readonly [name: string, content: Uint8Array | string, said: RegExp])[] = [
  ['run.fit', latin1('\x0e\x10\xd9\x07\x60\x12\0\0.FIT\x8a\x1d'), /FIT.*FitCSVTool/],
  [
    'export.xml',
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n',
    /Apple Health/,
  ],
  ['export.zip', zip([['apple_health_export/export.xml', '<HealthData/>']]), /Apple Health/],
  ['run.gpx', '<?xml version="1.0"?>\n<gpx version="1.1">', /track of positions/],
  ['walk.csv', '<!DOCTYPE html>\n<html><head>', /web page.*Download/],
  ['walks.db', latin1('SQLite format 3\0\x10\0'), /SQLite.*sqlite3 -header -csv/],
  ['epochs.agd', latin1('SQLite format 3\0\x10\0'), /\.agd.*gt3x/],
  ['walk.mat', 'MATLAB 5.0 MAT-file, Platform: PCWIN64', /MATLAB.*writetable/],
  ['walk.mat', latin1('\x89HDF\r\n\x1a\n\0\0'), /HDF5/],
  ['walk.edf', '0       X X X X                 Startdate', /EDF.*CSV/],
  ['walk.bdf', latin1('\xffBIOSEMI'), /EDF or BDF/],
  ['walk.wav', latin1('RIFF\x24\x08\0\0WAVEfmt '), /omconvert/],
  ['genea.bin', 'GENEA/1.00\r\nSerial-Number:01275', /GENEA/],
  ['walk.npy', latin1("\x93NUMPY\x01\0v\0{'descr'"), /savetxt/],
  ['walk.npz', zip([['acc.npy', 'x']]), /NumPy/],
  ['walk.feather', latin1('ARROW1\0\0'), /to_parquet/],
  ['walk.xls', latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0'), /save it as .xlsx or CSV/],
  [
    'walk.ods',
    zip([
      ['mimetype', 'x'],
      ['content.xml', '<x/>'],
    ]),
    /OpenDocument/,
  ],
  ['walk.docx', zip([['word/document.xml', '<x/>']]), /Word/],
  ['walk.7z', latin1('7z\xbc\xaf\x27\x1c\0\x04'), /Unpack/],
  ['walk.tar', latin1(`${'walk.csv'.padEnd(257, '\0')}ustar\0`), /tar xf/],
  ['walk.pdf', '%PDF-1.7\n', /PDF/],
];

test.each(FILES as [string, Uint8Array | string, RegExp][])(
  '%s is refused by name, with what to do instead',
  (name, content, said) => {
    const error = errorOf([[name, content]]);
    expect(error.code).toBe('refused_format');
    expect(error.message).toMatch(said);
    expect(error.message).not.toContain('\n');
  },
);

test('each of them has an example here', () => {
  const seen = FILES.map(([name, content]) => errorOf([[name, content]]).message).join('\n');
  expect(REFUSED_FILES.filter(({ title }) => !seen.includes(title))).toEqual([]);
});

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
