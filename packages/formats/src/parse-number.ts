const PLUS = 43;
const MINUS = 45;
const COMMA = 44;
const DOT = 46;
const ZERO = 48;
/** Nine digits fit a whole number of 32 bits, which processors add to fastest: these have eight, and five. */
const EIGHT_DIGITS = 1e8;
const FIVE_DIGITS = 1e5;
/** So many digits fit a double beside them. */
const MAX_TAIL = 12;
/** Below this doubles hold every whole number. */
const MAX_WHOLE = 2 ** 53;
const MAX_DECIMALS = 22;
/** The powers of ten that doubles hold, and what they are divided by as multiplied with. */
const POWERS_OF_TEN = Float64Array.from({ length: MAX_DECIMALS + 1 }, (_, n) => Number(`1e${n}`));
const INVERSES = POWERS_OF_TEN.map((power) => 1 / power);
const POWERS_OF_FIVE = Float64Array.from({ length: MAX_TAIL + 1 }, (_, n) => 5 ** n);
/** No number is longer. */
const MAX_LENGTH = 64;
const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Reads the numbers of a text, one after the other: what it says of the last one lasts until the next. */
export class NumberReader {
  /** Where the last number ended. */
  end = 0;
  readonly #decimalComma: boolean;
  /** The sign that is a decimal point whatever else is one. */
  readonly #point: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  /**
   * @param decimalComma - whether a comma may stand for the point
   * @param isCommaAlone - whether a point is none then
   */
  constructor(decimalComma = false, isCommaAlone = false) {
    this.#decimalComma = decimalComma;
    this.#point = isCommaAlone ? COMMA : DOT;
  }

  /**
   * The number of digits and a point that begins at `bytes[start]`, as far as it goes before `limit`. Gives the same
   * double as `Number(text)`, without making the text: two whole numbers, which hold as many digits as programs write of a
   * double, are divided by an exact power of ten and rounded once. NaN where there is no such number, or it is longer.
   */
  read(bytes: Uint8Array, start: number, limit: number): number {
    if (bytes !== this.#bytes) this.#look(bytes);
    let at = start;
    const sign = bytes[at];
    if (sign === MINUS || sign === PLUS) at++;
    const first = at;
    /** The first nine digits or fewer, without zeros before them, and what follows. */
    let head = 0;
    let tail = 0;
    let inTail = 0;
    let point = -1;
    for (; at < limit; at++) {
      const byte = bytes[at] as number;
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        if (head < EIGHT_DIGITS && inTail === 0) head = (Math.imul(head, 10) + digit) | 0;
        else {
          tail = tail * 10 + digit;
          inTail++;
        }
      } else if (point < 0 && (byte === this.#point || (byte === COMMA && this.#decimalComma))) {
        point = at;
        // Decimals are many: four at a time take a third of the time.
        for (; at + 4 < limit && inTail <= MAX_TAIL - 4; at += 4) {
          const four = fourDigits(this.#view.getInt32(at + 1, true));
          if (four < 0) break;
          if (head < FIVE_DIGITS && inTail === 0) head = (Math.imul(head, 10_000) + four) | 0;
          else {
            tail = tail * 10_000 + four;
            inTail += 4;
          }
        }
      } else break;
    }
    this.end = at;
    const decimals = point < 0 ? 0 : at - point - 1;
    const hasDigits = at - first > (point < 0 ? 0 : 1);
    const isLong = inTail > MAX_TAIL || decimals > MAX_DECIMALS || at - start > MAX_LENGTH;
    if (!hasDigits || isLong) return Number.NaN;
    // Twos cost no bit: the product is exact where that by fives is.
    if (!(head * (POWERS_OF_FIVE[inTail] as number) < MAX_WHOLE)) return Number.NaN;
    const most = head * (POWERS_OF_TEN[inTail] as number);
    const whole = most + tail;
    const value =
      whole < MAX_WHOLE
        ? whole / (POWERS_OF_TEN[decimals] as number)
        : divided(whole, tail - (whole - most), decimals);
    return sign === MINUS ? -value : value;
  }

  #look(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

/** The number of four digits in ASCII, the first in the lowest byte; negative where they are no digits. */
function fourDigits(word: number): number {
  const areDigits =
    (word & 0xf0f0f0f0) === 0x30303030 && ((word + 0x06060606) & 0xf0f0f0f0) === 0x30303030;
  if (!areDigits) return -1;
  const digits = word & 0x0f0f0f0f;
  const pairs = (Math.imul(digits, 10) + (digits >>> 8)) & 0x00ff00ff;
  return (pairs & 0xff) * 100 + (pairs >>> 16);
}

const POINTS = new NumberReader();
const COMMAS = new NumberReader(true);

/**
 * The number written in ASCII at `bytes[start..end)`, or NaN when that is not a finite decimal number: the same double as
 * `Number(text)`. A {@link NumberReader} reads most of them; anything longer or with an exponent takes the slow way.
 *
 * @param decimalComma - whether a comma may stand for the point
 */
export function parseNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  decimalComma = false,
): number {
  const reader = decimalComma ? COMMAS : POINTS;
  const value = reader.read(bytes, start, end);
  const isWhole = reader.end === end && !Number.isNaN(value);
  return isWhole ? value : parseSlowly(bytes, start, end, decimalComma);
}

/** Splits a double into two of half its digits each, whose products are exact (Veltkamp). */
const SPLITTER = 2 ** 27 + 1;
/** More than the relative error of a remainder, and far less than half a unit of a double's last place. */
const DOUBT = 2 ** -45;

/**
 * (`whole` + `rest`) / 10^`decimals`, rounded once: the quotient of doubles, nearly, and what remains of the
 * division, which is exact (Dekker). NaN where that is too near the middle of two doubles to tell which is nearer.
 */
function divided(whole: number, rest: number, decimals: number): number {
  const power = POWERS_OF_TEN[decimals] as number;
  const inverse = INVERSES[decimals] as number;
  const quotient = whole * inverse;
  const times = quotient * power;
  const remainder = whole - times - lostOf(quotient, power, times) + rest;
  const more = remainder * inverse;
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
