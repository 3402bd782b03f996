/** Unix milliseconds as the wire has them: seconds with three digits of fraction, as text. */
export function unixTime(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
