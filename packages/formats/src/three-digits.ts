/** A number with three digits, for people. */
export function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
