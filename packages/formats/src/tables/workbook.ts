import type { ZipArchive } from '../archive/zip-archive.ts';
import { attribute, XmlScanner } from './xml-scanner.ts';

/*
 * Office Open XML workbooks (ECMA-376, part 1, 18: SpreadsheetML), as far as tables of numbers need them.
 */

const MAX_PART_BYTES = 200_000_000;
const MAX_STRINGS = 2_000_000;

/** A sheet of a workbook. */
export interface Sheet {
  readonly name: string;
  /** Its file in the archive. */
  readonly part: string;
}

/** What the sheets of a workbook refer to. */
export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly strings: readonly string[];
  /** For each style of cells, whether it shows numbers as dates or times. */
  readonly dateStyles: readonly boolean[];
  /** Whether day 0 is the first of January 1904. */
  readonly from1904: boolean;
}

export function readWorkbook(archive: ZipArchive): Workbook {
  const targets = new Map<string, string>();
  scan(archive, 'xl/_rels/workbook.xml.rels', (name, attributes) => {
    if (name !== 'Relationship') return;
    targets.set(attribute(attributes, 'Id') ?? '', attribute(attributes, 'Target') ?? '');
  });
  const sheets: Sheet[] = [];
  let from1904 = false;
  scan(archive, 'xl/workbook.xml', (name, attributes) => {
    if (name === 'workbookPr')
      from1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '');
    if (name !== 'sheet') return;
    const target = targets.get(attribute(attributes, 'id') ?? '') ?? '';
    const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    sheets.push({ name: attribute(attributes, 'name') ?? part, part });
  });
  return { sheets, strings: readStrings(archive), dateStyles: readStyles(archive), from1904 };
}

/** The texts that cells share: each in one or several runs, of which some are how it is pronounced. */
function readStrings(archive: ZipArchive): string[] {
  const strings: string[] = [];
  let text = '';
  let isText = false;
  let isPhonetic = false;
  scan(
    archive,
    'xl/sharedStrings.xml',
    (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') isPhonetic = true;
      isText = name === 't' && !isPhonetic;
    },
    (piece) => {
      if (isText) text += piece;
    },
    (name) => {
      if (name === 'rPh') isPhonetic = false;
      isText = false;
      if (name !== 'si') return;
      if (strings.length >= MAX_STRINGS) throw new RangeError('it has too many texts');
      strings.push(text);
    },
  );
  return strings;
}

/** Formats of numbers that are dates or times without being written down in the file. */
const DATE_FORMATS = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;

function readStyles(archive: ZipArchive): boolean[] {
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  let isCell = false;
  scan(
    archive,
    'xl/styles.xml',
    (name, attributes) => {
      const format = Number(attribute(attributes, 'numFmtId') ?? 0);
      if (name === 'numFmt') own.set(format, showsDate(attribute(attributes, 'formatCode') ?? ''));
      if (name === 'cellXfs') isCell = true;
      if (name !== 'xf' || !isCell) return;
      const isDate = DATE_FORMATS.some(([first, last]) => format >= first && format <= last);
      styles.push(own.get(format) ?? isDate);
    },
    () => {},
    (name) => {
      if (name === 'cellXfs') isCell = false;
    },
  );
  return styles;
}

/** Whether a format has a part of a date or a time, outside of quotes and brackets. */
function showsDate(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  return /[ymdhs]/i.test(bare) && !/^general$/i.test(bare);
}

/** Reads a part of the archive; one that is not there has nothing in it. */
function scan(
  archive: ZipArchive,
  part: string,
  onOpen: (name: string, attributes: string) => void,
  onText: (text: string) => void = () => {},
  onClose: (name: string) => void = () => {},
): void {
  const entry = archive.entries.find(({ name }) => name.toLowerCase() === part.toLowerCase());
  if (!entry) return;
  const scanner = new XmlScanner({ onOpen, onText, onClose });
  archive.unpack(entry, { limit: MAX_PART_BYTES }, (bytes) => scanner.push(bytes));
}
