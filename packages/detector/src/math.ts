/**
 * The transcendental functions of the detector, from additions and multiplications alone.
 *
 * IEEE 754 fixes +, −, ×, ÷ and √ to the last bit, but not exp and its kin: engines differ there.
 * With these, one recording gives the same bits in Bun, Node and every browser.
 */

const LN2 = Math.LN2;
/** Beyond this, a logistic is 0 or 1 to more digits than matter. */
const MAX_EXPONENT = 60;

/** 2^k for k = −128 … 128, by exact doubling. */
const POWERS_OF_TWO = powersOfTwo(128);

/** e^x for |x| ≤ 60 (clamped beyond), to about 1e-15 relative. */
export function exp(x: number): number {
  const bounded = x > MAX_EXPONENT ? MAX_EXPONENT : x < -MAX_EXPONENT ? -60 : x;
  const k = Math.round(bounded / LN2);
  const r = bounded - k * LN2;
  // Taylor's series in Horner's form; |r| ≤ ln2/2, so thirteen terms reach double precision.
  let sum = 1;
  for (let n = 13; n > 0; n--) sum = 1 + (r / n) * sum;
  return sum * (POWERS_OF_TWO[k + 128] as number);
}

/** The logistic function 1 / (1 + e^−x): a logit to a probability. */
export function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}

/** Natural logarithm of a positive normal number, to about 1e-15 absolute near 1. */
export function log(x: number): number {
  let k = 0;
  let m = x;
  while (m > Math.SQRT2) {
    m /= 2;
    k++;
  }
  while (m < Math.SQRT1_2) {
    m *= 2;
    k--;
  }
  // ln m = 2 artanh((m − 1)/(m + 1)), a series in odd powers of at most 0.172.
  const z = (m - 1) / (m + 1);
  const z2 = z * z;
  let sum = 0;
  for (let n = 19; n > 0; n -= 2) sum = sum * z2 + 1 / n;
  return k * LN2 + 2 * z * sum;
}

function powersOfTwo(range: number): Float64Array {
  const powers = new Float64Array(2 * range + 1);
  powers[range] = 1;
  for (let k = 1; k <= range; k++) {
    powers[range + k] = (powers[range + k - 1] as number) * 2;
    powers[range - k] = (powers[range - k + 1] as number) / 2;
  }
  return powers;
}
