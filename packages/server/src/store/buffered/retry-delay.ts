/** First pause after a failure, in milliseconds. */
const FIRST_DELAY_MS = 250;
/** Longest pause, in milliseconds. */
const MAX_DELAY_MS = 15_000;

/**
 * How long to wait after so many failures in a row, in milliseconds: twice as long each time, and a random part of
 * that, so that servers don't come back to a store all at once.
 *
 * @param failures from 1
 * @param random from 0 to 1
 */
export function retryDelay(failures: number, random: number): number {
  const longest = Math.min(FIRST_DELAY_MS * 2 ** Math.min(failures - 1, 20), MAX_DELAY_MS);
  return longest * (0.5 + random / 2);
}
