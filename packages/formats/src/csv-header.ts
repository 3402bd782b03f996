import { RecordingError } from './recording-error.ts';
import type { Thousands } from './text/thousands.ts';

/** The columns of a file: the wanted names, and which of them each field of a row is. */
export interface Columns {
  /** Names, in the order that `slots` refers to. */
  readonly names: readonly string[];
  /** For each field of a row, the index of its name in `names`; -1 for a column to ignore. */
  readonly slots: Int8Array;
  /** Whether the column with this index is in the file. */
  readonly has: (index: number) => boolean;
  /** Whether a row may have more cells than the header: the caller says which ones count. */
  readonly mayBeMore?: boolean;
}

/** What separates the fields of a row; a space stands for any number of blanks. */
export type Delimiter = ',' | ';' | '\t' | '|' | ' ';

/** A table as its first lines show it: its columns, what stands above them, and some of its rows. */
export interface Header {
  /** The names, without blanks and quotes. */
  readonly fields: readonly string[];
  /** The units, where a row of them is below the names or they stand behind the numbers; as many as there are names, or none. */
  readonly units: readonly string[];
  /** What separates them. */
  readonly delimiter: Delimiter;
  /** The line of the names, or of the first row where there are none. */
  readonly line: number;
  /** Whether the table has no names: `fields` are those of its first row then. */
  readonly headless: boolean;
  /** Whether a comma stands for the decimal point. */
  readonly decimalComma: boolean;
  /** What stands between the thousands of numbers, where that is known. */
  readonly thousands?: Thousands | undefined;
  /** The lines above the table: what devices and apps tell of the recording. */
  readonly preamble: readonly string[];
  /** Some of the first rows, field by field. */
  readonly rows: readonly (readonly string[])[];
}

/** The fields of a line, without blanks and quotes around them. */
export function splitFields(text: string, delimiter: Delimiter): string[] {
  const open = delimiter === ',' ? text.replace(/;$/, '') : text;
  const fields = delimiter === ' ' ? text.trim().split(/[ \t]+/) : split(open, delimiter);
  return fields.map((field) =>
    field
      .trim()
      .replace(/^=?"(.*)"$|^'(.*)'$/, '$1$2')
      .trim(),
  );
}

function split(text: string, delimiter: Exclude<Delimiter, ' '>): string[] {
  if (!text.includes('"')) return text.split(delimiter);
  return [...text.matchAll(FIELDS[delimiter])].map(([field]) => field);
}

/** A field and not what follows it; quotes may hold the delimiter. */
const FIELDS = {
  ',': /(?<=^|,)(?:\s*"[^"]*"[^,]*|[^,]*)/g,
  ';': /(?<=^|;)(?:\s*"[^"]*"[^;]*|[^;]*)/g,
  '|': /(?<=^|\|)(?:\s*"[^"]*"[^|]*|[^|]*)/g,
  '\t': /(?<=^|\t)(?: *"[^"]*"[^\t]*|[^\t]*)/g,
} as const;

/**
 * Finds the columns that a reader knows. Their order and letter case don't matter, unknown ones
 * are ignored.
 *
 * @param names - the columns the reader knows, in lower case
 * @param required - how many of `names`, from the first, a file must have
 * @param path - for the error
 * @throws {RecordingError} `missing_column` or `duplicate_column`
 */
export function matchColumns(
  { fields, line }: Header,
  names: readonly string[],
  required: number,
  path: string,
): Columns {
  const slots = Int8Array.from(fields, (field) => names.indexOf(field.toLowerCase()));
  const count = (index: number) => slots.filter((slot) => slot === index).length;
  const missing = names.slice(0, required).filter((_, index) => count(index) === 0);
  if (missing.length > 0) {
    const header = names.slice(0, required).join(',');
    throw new RecordingError(
      'missing_column',
      path,
      line,
      `the header has no ${missing.join(', ')}: it must name ${header}, in any order`,
    );
  }
  const twice = names.find((_, index) => count(index) > 1);
  if (twice !== undefined) {
    const problem = `the header names ${twice} twice: rename or remove one of them`;
    throw new RecordingError('duplicate_column', path, line, problem);
  }
  return { names, slots, has: (index) => count(index) === 1 };
}
