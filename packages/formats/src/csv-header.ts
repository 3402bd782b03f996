import { RecordingError } from './recording-error.ts';

/** The columns of a file: the wanted names, and which of them each field of a row is. */
export interface Columns {
  /** Names, in the order that `slots` refers to. */
  readonly names: readonly string[];
  /** For each field of a row, the index of its name in `names`; -1 for a column to ignore. */
  readonly slots: Int8Array;
  /** Whether the column with this index is in the file. */
  readonly has: (index: number) => boolean;
}

/** The first line of a table, taken apart. */
export interface Header {
  /** The fields, without blanks and quotes around them. */
  readonly fields: readonly string[];
  /** What separates them. */
  readonly delimiter: ',' | ';' | '\t';
  readonly line: number;
}

/** Takes a header line apart: at what there is most of, commas, semicolons or tabs. */
export function splitHeader(text: string, line: number): Header {
  const outside = text.replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => outside.split(delimiter).length;
  const delimiter = ([',', ';', '\t'] as const).reduce((best, one) =>
    count(one) > count(best) ? one : best,
  );
  const fields = [...text.matchAll(FIELDS[delimiter])].map(([field]) =>
    field
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  );
  return { fields, delimiter, line };
}

/** A field and not what follows it; quotes may hold the delimiter. */
const FIELDS = {
  ',': /(?<=^|,)(?:\s*"[^"]*"[^,]*|[^,]*)/g,
  ';': /(?<=^|;)(?:\s*"[^"]*"[^;]*|[^;]*)/g,
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
