/** Rounds to a whole number of parts of one. */
export function round(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}
