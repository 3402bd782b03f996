/** What the text of a cell looks like, for telling rows of values from words about them. */
export type CellKind = 'number' | 'time' | 'missing' | 'text';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NUMBER_WITH_COMMA = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i;
const MISSING = /^(nan|na|n\/a|null|none|nil|inf|[+-]infinity|infinity|-+|\?)?$/i;
/** Something with a time of day, or a date of three numbers, or one with a month's name. */
const TIME =
  /^(?=.*\d)(\w{3,9},? )?[\dA-Za-z]{1,9}([-/. ])[\dA-Za-z]{1,9}\2\d{1,4}([T ,_]*\d{1,2}[-:h.]\d.*)?$|^\d{1,3}:\d{1,2}([:.,]\d+)*( ?[ap]\.?m\.?)?$|^\d{8}[T _]?\d{6}([.,]\d+)?(Z|[+-]\d\d:?\d\d)?$/i;

/** A date and a time of day without anything between: 20241124100000020. */
const COMPACT =
  /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d(\d{1,9}|[.,]\d+)?$/;

/** What a cell looks like. @param decimalComma - whether a comma may stand for the point */
export function cellKind(text: string, decimalComma: boolean): CellKind {
  if (text.length >= 14 && COMPACT.test(text)) return 'time';
  if ((decimalComma ? NUMBER_WITH_COMMA : NUMBER).test(text)) return 'number';
  if (MISSING.test(text)) return 'missing';
  return TIME.test(text) ? 'time' : 'text';
}

/** The number in a cell of a decimal point or comma; NaN for none. */
export function cellNumber(text: string, decimalComma: boolean): number {
  return cellKind(text, decimalComma) === 'number' ? Number(text.replace(',', '.')) : Number.NaN;
}
