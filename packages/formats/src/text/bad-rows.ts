import type { Notes } from '../notes.ts';
import { RecordingError } from '../recording-error.ts';

/** Rows that can't be read are skipped up to this share; beyond it the file is refused. */
const MAX_SHARE = 0.01;
/** As many are told. */
const TOLD = 3;

/** A row that can't be used. Caught where rows are read, and never seen outside. */
export class RowDefect extends Error {
  /** A number that is none, a row of too few or too many fields, or a line that is no JSON. */
  readonly code: 'bad_number' | 'wrong_field_count' | 'bad_json';
  /** What is wrong, with the name of the column. */
  readonly problem: string;
  /** The same in few words, for several of them in a line. */
  readonly short: string;
  /** Whether the row says that there was no reading: of such there may be any number. */
  readonly isGap: boolean;

  constructor(code: RowDefect['code'], problem: string, short: string, isGap = false) {
    super(problem);
    this.code = code;
    this.problem = problem;
    this.short = short;
    this.isGap = isGap;
  }
}

/** Counts the rows of a table, and those that had to be skipped. */
export class BadRows {
  /** Rows that were read or skipped. */
  rows = 0;
  #skipped = 0;
  #gaps = 0;
  readonly #first: { readonly line: number; readonly defect: RowDefect }[] = [];

  /** Takes a row that can't be used. */
  skip(line: number, defect: RowDefect): void {
    this.#skipped++;
    if (defect.isGap) this.#gaps++;
    if (this.#first.length < TOLD) this.#first.push({ line, defect });
  }

  /**
   * Tells what was skipped.
   *
   * @throws {RecordingError} `bad_number` or `wrong_field_count` when it is more than one in a hundred
   */
  settle(path: string, notes: Notes): void {
    const [first] = this.#first;
    if (!first) return;
    if (this.#skipped - this.#gaps > MAX_SHARE * this.rows) throw this.#refusal(path, first);
    const lines = this.#first.map(({ line, defect }) => `line ${line}, ${defect.short}`).join('; ');
    const more = this.#skipped > this.#first.length ? '; and more' : '';
    const text = `${this.#skipped} of ${this.rows} rows skipped: ${lines}${more}`;
    notes.add('rows_skipped', text, { path, line: first.line });
  }

  #refusal(path: string, { line, defect }: { line: number; defect: RowDefect }): RecordingError {
    if (this.#skipped === 1) {
      const problem = `${defect.problem}: repair the line or remove it`;
      return new RecordingError(defect.code, path, line, problem);
    }
    const others = this.#first.slice(1).map((one) => `line ${one.line}, ${one.defect.short}`);
    const share = `${this.#skipped} of ${this.rows} rows can't be read`;
    const problem = `${defect.problem}; ${others.join('; ')}. ${share}, more than 1 %: repair them or remove them, or name the right columns with --columns`;
    return new RecordingError(defect.code, path, line, problem);
  }
}
