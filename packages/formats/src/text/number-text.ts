import { saidUnit } from './unit-words.ts';

/** Signs that stand for a minus: the minus of typography, and dashes. */
const MINUS = /^[\u2212\u2012\u2013\ufe63\uff0d]/;
const WITH_UNIT = /^([+-]?[\d.,]+(?:e[+-]?\d+)?)[\s\u00a0\u202f]*(\D.*)$/i;

/** A number as some programs write it, in plain form: with a hyphen for its minus, and without the unit behind it. */
export function plainNumber(text: string): string {
  const signed = text.replace(MINUS, '-');
  const [, number, unit = ''] = WITH_UNIT.exec(signed) ?? [];
  const said = number === undefined ? undefined : saidUnit(unit);
  return number !== undefined && said && said.of !== 'other' ? number : signed;
}
