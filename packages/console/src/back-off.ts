const SHORTEST = 500;
const LONGEST = 10_000;

/**
 * How long to wait before trying to connect again, in milliseconds: doubles with each attempt, and
 * differs from page to page, so that not all come at once.
 */
export function backOff(attempts: number): number {
  const longest = Math.min(LONGEST, SHORTEST * 2 ** attempts);
  return longest * (0.5 + Math.random() / 2);
}
