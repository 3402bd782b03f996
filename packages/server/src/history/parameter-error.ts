/** What can be wrong with a parameter: the stable codes of the HTTP interface. */
export type ParameterErrorCode =
  | 'invalid_bucket'
  | 'invalid_cursor'
  | 'invalid_fill'
  | 'invalid_format'
  | 'invalid_limit'
  | 'invalid_range'
  | 'invalid_time'
  | 'invalid_time_zone';

/** A parameter that can't be used; the message names it and says what it takes. */
export class ParameterError extends Error {
  readonly code: ParameterErrorCode;
  readonly parameter: string;

  constructor(code: ParameterErrorCode, parameter: string, expected: string) {
    super(`${parameter}: ${expected}`);
    this.name = 'ParameterError';
    this.code = code;
    this.parameter = parameter;
  }
}
