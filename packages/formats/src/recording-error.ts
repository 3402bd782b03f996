/** Why a recording could not be read. Stable: programs may branch on it. */
export type RecordingErrorCode =
  | 'not_found'
  | 'unreadable'
  | 'empty'
  | 'not_text'
  | 'unknown_format'
  | 'refused_format'
  | 'damaged_gzip'
  | 'damaged_zip'
  | 'damaged_workbook'
  | 'damaged_parquet'
  | 'too_damaged'
  | 'too_large'
  | 'missing_column'
  | 'duplicate_column'
  | 'half_gyroscope'
  | 'wrong_field_count'
  | 'bad_number'
  | 'bad_json'
  | 'bad_times'
  | 'no_times'
  | 'no_acceleration'
  | 'two_recordings'
  | 'wrong_unit'
  | 'unclear_unit'
  | 'wrong_gravity'
  | 'bad_truth';

/**
 * A recording that can't be read. The message is one line that names the file and the line, says
 * what is wrong and what to do about it, so it can be shown as it is.
 */
export class RecordingError extends Error {
  readonly code: RecordingErrorCode;
  /** The file, as the caller named it. */
  readonly path: string;
  /** Line in the (unpacked) text, the header being 1; null when the defect is not in a line. */
  readonly line: number | null;

  /**
   * @param code - the stable reason
   * @param path - the file, as the caller named it
   * @param line - 1-based line, or null when the whole file is meant
   * @param problem - what is wrong and what to do, without the file's name
   * @param cause - the error underneath, if there was one
   */
  constructor(
    code: RecordingErrorCode,
    path: string,
    line: number | null,
    problem: string,
    cause?: unknown,
  ) {
    super(`${path}${line === null ? '' : `, line ${line}`}: ${problem}`, { cause });
    this.name = 'RecordingError';
    this.code = code;
    this.path = path;
    this.line = line;
  }
}
