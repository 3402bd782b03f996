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

/**
 * Reads a header line. Column order and letter case don't matter, unknown columns are ignored.
 *
 * @param text - the header line
 * @param names - the columns the reader knows, in lower case
 * @param required - how many of `names`, from the first, a file must have
 * @param path - for the error
 * @param line - for the error
 * @throws {RecordingError} `not_csv`, `missing_column` or `duplicate_column`
 */
export function readHeader(
  text: string,
  names: readonly string[],
  required: number,
  path: string,
  line: number,
): Columns {
  const fields = text.split(',').map((field) => field.trim().replace(/^"(.*)"$/, '$1'));
  const slots = Int8Array.from(fields, (field) => names.indexOf(field.toLowerCase()));
  const count = (index: number) => slots.filter((slot) => slot === index).length;
  const missing = names.slice(0, required).filter((_, index) => count(index) === 0);
  if (slots.every((slot) => slot < 0)) {
    throw new RecordingError('not_csv', path, line, whyNoColumn(text, names.slice(0, required)));
  }
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

function whyNoColumn(text: string, required: readonly string[]): string {
  const header = required.join(',');
  const separator = /[;\t]/.exec(text)?.[0];
  if (separator && required.some((name) => text.toLowerCase().includes(name))) {
    const name = separator === ';' ? 'semicolons' : 'tabs';
    return `the columns are separated by ${name}: separate them by commas`;
  }
  if (/^[\s\d.,+-]+$/.test(text)) {
    return `there are numbers where the header should be: add a first line such as ${header}`;
  }
  return `this is not a CSV with a header: the first line must name ${header}`;
}
