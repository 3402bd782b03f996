const PLUS = 43;
const MINUS = 45;
const COMMA = 44;
const DOT = 46;
const ZERO = 48;
const MAX_EXACT_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The number written in ASCII at `bytes[start..end)`, or NaN when that is not a finite decimal
 * number. Gives the same double as `Number(text)`, without making the text: up to 15 digits fit a
 * double exactly, and so does the power of ten they are divided by, hence one rounding. Anything
 * longer or with an exponent takes the slow way.
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
  let digits = 0;
  let decimals = -1;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
      if (decimals >= 0) decimals++;
    } else if ((byte === DOT || (decimalComma && byte === COMMA)) && decimals < 0) {
      decimals = 0;
    } else {
      return parseSlowly(bytes, start, end, decimalComma);
    }
  }
  if (digits === 0) return Number.NaN;
  if (digits > MAX_EXACT_DIGITS) return parseSlowly(bytes, start, end, decimalComma);
  const value = decimals > 0 ? mantissa / (POWERS_OF_TEN[decimals] as number) : mantissa;
  return sign === MINUS ? -value : value;
}

function parseSlowly(bytes: Uint8Array, start: number, end: number, decimalComma: boolean): number {
  const written = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 64)));
  const text = decimalComma ? written.replace(',', '.') : written;
  if (end - start > 64 || !PLAIN_NUMBER.test(text)) return Number.NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}
