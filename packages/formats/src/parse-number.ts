const PLUS = 43;
const MINUS = 45;
const COMMA = 44;
const DOT = 46;
const ZERO = 48;
const MAX_EXACT_DIGITS = 15;
/** So many digits, and as many decimals, fit into two doubles and an exact power of ten. */
const MAX_LONG_DIGITS = 22;
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** No number is longer. */
const MAX_LENGTH = 64;
const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The number written in ASCII at `bytes[start..end)`, or NaN when that is not a finite decimal
 * number. Gives the same double as `Number(text)`, without making the text: up to 15 digits fit a
 * double exactly, and so does the power of ten they are divided by, hence one rounding. Up to 22, as
 * programs write doubles, fit two of them. Anything longer or with an exponent takes the slow way.
 *
 * @param decimalComma - whether a comma may stand for the point
 */
export function parseNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  decimalComma = false,
): number {
  let at = start;
  const sign = bytes[at];
  if (sign === MINUS || sign === PLUS) at++;
  let mantissa = 0;
  /** What follows the first 15 digits. */
  let rest = 0;
  const first = at;
  /** Where the digits end that fit a double exactly, as long as no point is among them. */
  let full = at + MAX_EXACT_DIGITS;
  let point = -1;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (at < full) mantissa = mantissa * 10 + digit;
      else rest = rest * 10 + digit;
    } else if ((byte === DOT || (decimalComma && byte === COMMA)) && point < 0) {
      point = at;
      full++;
    } else {
      return parseSlowly(bytes, start, end, decimalComma);
    }
  }
  const digits = end - first - (point < 0 ? 0 : 1);
  const decimals = point < 0 ? 0 : end - point - 1;
  if (digits === 0) return Number.NaN;
  if (digits > MAX_EXACT_DIGITS) {
    const long =
      digits <= MAX_LONG_DIGITS
        ? divided(mantissa, rest, digits - MAX_EXACT_DIGITS, decimals)
        : Number.NaN;
    if (Number.isNaN(long)) return parseSlowly(bytes, start, end, decimalComma);
    return sign === MINUS ? -long : long;
  }
  const value = decimals > 0 ? mantissa / (POWERS_OF_TEN[decimals] as number) : mantissa;
  return sign === MINUS ? -value : value;
}

/** Splits a double into two of half its digits each, whose products are exact (Veltkamp). */
const SPLITTER = 2 ** 27 + 1;
/** More than the relative error of a remainder, and far less than half a unit of a double's last place. */
const DOUBT = 2 ** -45;

/**
 * (`mantissa` · 10^`restDigits` + `rest`) / 10^`decimals`, rounded once: the quotient of doubles, and what
 * remains of the division, which is exact (Dekker). NaN where that is too near the middle of two doubles
 * to tell which is nearer.
 */
function divided(mantissa: number, rest: number, restDigits: number, decimals: number): number {
  const factor = POWERS_OF_TEN[restDigits] as number;
  const product = mantissa * factor;
  const high = product + rest;
  // What the sum has lost of the smaller one, and the product of its last digits.
  const low = rest - (high - product) + lostOf(mantissa, factor, product);
  const power = POWERS_OF_TEN[decimals] as number;
  const quotient = high / power;
  const times = quotient * power;
  const remainder = high - times - lostOf(quotient, power, times) + low;
  const more = remainder / power;
  const nearest = quotient + more * (1 - DOUBT);
  return nearest === quotient + more * (1 + DOUBT) ? nearest : Number.NaN;
}

/** What a product of doubles has lost by rounding, exactly. */
function lostOf(a: number, b: number, product: number): number {
  const shiftedA = SPLITTER * a;
  const highA = shiftedA - (shiftedA - a);
  const lowA = a - highA;
  const shiftedB = SPLITTER * b;
  const highB = shiftedB - (shiftedB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

function parseSlowly(bytes: Uint8Array, start: number, end: number, decimalComma: boolean): number {
  if (end - start > MAX_LENGTH) return Number.NaN;
  return parseText(String.fromCharCode(...bytes.subarray(start, end)), decimalComma);
}

/** The same of a text. */
export function parseText(written: string, decimalComma: boolean): number {
  const text = decimalComma ? written.replace(',', '.') : written;
  if (!PLAIN_NUMBER.test(text)) return Number.NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}
