const DAY = 86_400;

/** A length of time for people: `4.2 s`, `17 min`, `3.1 h`, `347 days`. */
export function roughly(seconds: number): string {
  if (seconds < 90) return `${Number(seconds.toPrecision(2))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 3 * DAY) return `${Number((seconds / 3600).toPrecision(2))} h`;
  return `${Math.round(seconds / DAY)} days`;
}
