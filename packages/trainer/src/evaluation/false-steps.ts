/** Steps found in a stretch of time. */
export interface StepRate {
  readonly steps: number;
  readonly minutes: number;
  /** Steps a minute; null where there is no time. */
  readonly perMinute: number | null;
}

/** Steps counted in some seconds. */
export interface RestCount {
  readonly steps: number;
  readonly seconds: number;
}

/** The rate over all the counts together: every second weighs the same. */
export function scoreRate(counts: readonly RestCount[]): StepRate {
  const steps = counts.reduce((sum, count) => sum + count.steps, 0);
  const minutes = counts.reduce((sum, count) => sum + count.seconds, 0) / 60;
  return { steps, minutes, perMinute: minutes > 0 ? steps / minutes : null };
}

/** Some rates as one: every second weighs the same. */
export function totalRate(rates: readonly StepRate[]): StepRate {
  return scoreRate(rates.map(({ steps, minutes }) => ({ steps, seconds: 60 * minutes })));
}
