/** Of a sample: three for each axis, and three for light and the button. */
export const SAMPLE_DIGITS = 12;
const NO_DIGIT = 255;
const SIGN_SHIFT = 20;

/** What each byte is as a hexadecimal digit. */
const DIGITS = new Uint8Array(256).fill(NO_DIGIT);
for (let value = 0; value < 16; value++) {
  DIGITS[value.toString(16).charCodeAt(0)] = value;
  DIGITS[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}

/**
 * The samples of a page, x y z interleaved, in the device's units: numbers of 12 bits with a sign.
 *
 * @returns why it can't be used, where it can't
 */
export function decodePage(line: Uint8Array): Int16Array | string {
  const values = new Int16Array(3 * Math.floor(line.length / SAMPLE_DIGITS));
  let all = 0;
  for (let i = 0; i < values.length; i++) {
    const at = SAMPLE_DIGITS * Math.floor(i / 3) + 3 * (i % 3);
    const first = DIGITS[line[at] as number] as number;
    const second = DIGITS[line[at + 1] as number] as number;
    const third = DIGITS[line[at + 2] as number] as number;
    all |= first | second | third;
    values[i] = (((first << 8) | (second << 4) | third) << SIGN_SHIFT) >> SIGN_SHIFT;
  }
  return all > 15 ? 'it holds what is no hexadecimal digit' : values;
}
