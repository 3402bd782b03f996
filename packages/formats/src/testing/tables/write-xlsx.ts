import { zipSync } from 'fflate';

/** A cell: a number, a text, a date in a spreadsheet's days, or nothing. */
export type SheetCell = number | string | { readonly days: number } | null;
/** A sheet: its name, and its rows. */
export type WrittenSheet = readonly [name: string, rows: readonly (readonly SheetCell[])[]];

/** How a workbook is written. */
export interface XlsxOptions {
  /** Texts in one list, as Excel has them, or in the cells, as simple writers do. Default: shared. */
  readonly texts?: 'shared' | 'inline';
  /** Whether rows and cells say where they are; else they follow one another. Default true. */
  readonly references?: boolean;
  readonly from1904?: boolean;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** Writes a workbook; from ECMA-376, part 1, 18. */
export function writeXlsx(sheets: readonly WrittenSheet[], options: XlsxOptions = {}): Uint8Array {
  const { texts = 'shared', references = true, from1904 = false } = options;
  const strings: string[] = [];
  const files: Record<string, string> = {};
  const cell = (value: SheetCell, row: number, column: number): string => {
    if (value === null) return references ? '' : '<c/>';
    const at = references ? ` r="${letters(column)}${row}"` : '';
    if (typeof value === 'number') return `<c${at}><v>${value}</v></c>`;
    if (typeof value === 'object') return `<c${at} s="1"><v>${value.days}</v></c>`;
    if (texts === 'inline') return `<c${at} t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
    strings.push(value);
    return `<c${at} t="s"><v>${strings.length - 1}</v></c>`;
  };
  sheets.forEach(([, rows], i) => {
    const lines = rows.map((cells, row) => {
      const number = references ? ` r="${row + 1}"` : '';
      return `<row${number}>${cells.map((value, column) => cell(value, row + 1, column)).join('')}</row>`;
    });
    files[`xl/worksheets/sheet${i + 1}.xml`] =
      `${XML}<worksheet ${MAIN}><sheetData>${lines.join('')}</sheetData></worksheet>`;
  });
  const ids = sheets.map((_, i) => `rId${i + 1}`);
  files['xl/workbook.xml'] = `${XML}<workbook ${MAIN} xmlns:r="${RELATIONS}"><workbookPr${
    from1904 ? ' date1904="1"' : ''
  }/><sheets>${sheets
    .map(([name], i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="${ids[i]}"/>`)
    .join('')}</sheets></workbook>`;
  files['xl/_rels/workbook.xml.rels'] = `${XML}<Relationships xmlns="${PACKAGE}">${ids
    .map(
      (id, i) =>
        `<Relationship Id="${id}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
    )
    .join('')}</Relationships>`;
  files['xl/styles.xml'] =
    `${XML}<styleSheet ${MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/></numFmts>` +
    '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>';
  if (texts === 'shared') {
    files['xl/sharedStrings.xml'] = `${XML}<sst ${MAIN}>${strings
      .map(
        (text) =>
          `<si><r><t>${escaped(text.slice(0, 1))}</t></r><r><t xml:space="preserve">${escaped(text.slice(1))}</t></r></si>`,
      )
      .join('')}</sst>`;
  }
  const encoder = new TextEncoder();
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, encoder.encode(text)])),
  );
}

function letters(column: number): string {
  const rest = String.fromCharCode(65 + (column % 26));
  return column < 26 ? rest : letters(Math.floor(column / 26) - 1) + rest;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
