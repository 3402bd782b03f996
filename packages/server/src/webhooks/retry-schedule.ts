const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What is waited before each further attempt, in milliseconds: three hours and three quarters in all. */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
];

/** Each wait is longer or shorter by up to this part of it, so that many messages do not come at once. */
const JITTER = 0.2;

/**
 * How long to wait after a failed attempt, in milliseconds; undefined where it was the last.
 *
 * @param attempts how many have failed
 * @param random a number from 0 to 1
 */
export function retryDelayMs(attempts: number, random: number): number | undefined {
  const delay = RETRY_DELAYS_MS[attempts - 1];
  return delay === undefined ? undefined : Math.round(delay * (1 + JITTER * (2 * random - 1)));
}
