import { plainNumber } from './number-text.ts';

/** What the text of a cell looks like, for telling rows of values from words about them. */
export type CellKind = 'number' | 'time' | 'missing' | 'text';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NUMBER_WITH_COMMA = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i;
const MISSING = /^(nan|na|n\/a|null|none|nil|inf|[+-]infinity|infinity|-+|\?)?$/i;
/** Something with a time of day, or a date of three numbers, or one with a month's name. */
const TIME =
  /^(?=.*\d)(\w{3,9},? )?[\dA-Za-z]{1,9}([-/. ])[\dA-Za-z]{1,9}\2\d{1,4}([T ,_]*\d{1,2}[-:h.]\d.*)?$|^\d{1,3}:\d{1,2}([:.,]\d+)*(\s?[ap]\.?\s?m\.?)?$|^\d{8}[T _]?\d{6}([.,_]\d+)?(Z|[+-]\d\d:?\d\d)?$/i;

/** A time of day with a date in words, in whatever order: `Nov 24, 2026 10:00 AM`, `Tue Nov 24 10:00:00 CET 2026`. */
const LONG_TIME =
  /^(?=.*\b\d{1,2}:\d\d)(?=.*(?<![\d.])\d{4}(?!\d))(?=.*\p{L}{3})[\p{L}\d\s,.:+()/-]{14,80}$/u;
/** `2026年11月24日 10:00:00`, `2026. 11. 24. 오전 10:00:00`. */
const EAST_ASIAN_TIME =
  /^\d{4} ?[年년.-] ?\d{1,2} ?[月월.-] ?\d{1,2} ?[日일.]? ?(\p{L}{2} ?)?\d{1,2} ?[:时時시点] ?\d.*$/u;

/** A date and a time of day without anything between: 20241124100000020. */
const COMPACT =
  /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d(\d{1,9}|[.,]\d+)?$/;

/** What a cell looks like. @param decimalComma - whether a comma may stand for the point */
export function cellKind(text: string, decimalComma: boolean): CellKind {
  if (text.length >= 14 && COMPACT.test(text)) return 'time';
  const number = decimalComma ? NUMBER_WITH_COMMA : NUMBER;
  if (number.test(text) || number.test(plainNumber(text))) return 'number';
  if (MISSING.test(text)) return 'missing';
  return [TIME, LONG_TIME, EAST_ASIAN_TIME].some((one) => one.test(text)) ? 'time' : 'text';
}

/** The number in a cell of a decimal point or comma; NaN for none. */
export function cellNumber(text: string, decimalComma: boolean): number {
  if (cellKind(text, decimalComma) !== 'number') return Number.NaN;
  return Number(plainNumber(text).replace(',', '.'));
}
