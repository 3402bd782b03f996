import { saidUnit } from './unit-words.ts';

/** Signs that stand for a minus: the minus of typography, and dashes. */
const MINUS = /^[\u2212\u2012\u2013\ufe63\uff0d]/;
const WITH_UNIT = /^([+-]?[\d.,]+(?:e[+-]?\d+)?)[\s\u00a0\u202f]*(\D.*)$/i;
/**
 * Thousands apart, where nothing else can be meant: by blanks or apostrophes, or by three commas or points, as in times since
 * 1970. One or two would be in a column that has 1.020 beside 980, which nobody can tell from a decimal.
 */
const THOUSANDS =
  /^[+-]?\d{1,3}(?:([ '\u2019\u00a0\u202f])\d{3}(?:\1\d{3})*(?:[.,]\d+)?|([.,])\d{3}(?:\2\d{3}){2,})$/;

/**
 * A number as some programs write it, in plain form: with a hyphen for its minus, without signs between its thousands, the
 * unit behind it, and blanks that are none of ASCII around it.
 */
export function plainNumber(text: string): string {
  const signed = ungrouped(text.trim().replace(MINUS, '-'));
  const [, number, unit = ''] = WITH_UNIT.exec(signed) ?? [];
  const said = number === undefined ? undefined : saidUnit(unit);
  return number !== undefined && said && said.of !== 'other' ? number : signed;
}

function ungrouped(text: string): string {
  const [, blank, sign = blank] = THOUSANDS.exec(text) ?? [];
  return sign === undefined ? text : text.replaceAll(sign, '');
}
