/** What stands where there is no value. */
export const NO_VALUE = '–';

/** A duration for people: `0:07`, `12:34`, `1:02:03`, `2 d 3:04:05`. Rounded to whole seconds. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(Math.max(0, seconds));
  const [days, hours, minutes, rest] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const two = (value: number) => String(value).padStart(2, '0');
  if (days > 0) return `${days} d ${hours}:${two(minutes)}:${two(rest)}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A number with this many decimals, or {@link NO_VALUE} for null. */
export function formatNumber(value: number | null, decimals = 0): string {
  return value === null ? NO_VALUE : value.toFixed(decimals);
}

/** By how many percent of the truth a count is too high; null where the truth is nothing. */
export function errorPercent(counted: number, truth: number): number | null {
  return truth === 0 ? null : (100 * (counted - truth)) / truth;
}

/** An error as `+1.2 %`, `-3.4 %` or `0.0 %`. */
export function formatPercent(percent: number | null): string {
  if (percent === null) return NO_VALUE;
  const text = percent.toFixed(1).replace(/^-(0\.0)$/, '$1');
  return `${percent > 0 && text !== '0.0' ? '+' : ''}${text} %`;
}
