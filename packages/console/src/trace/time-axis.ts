import { decimal } from '../format.ts';

/** Distances between ticks that people count in, in seconds. */
const STEPS = [
  ...[0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30],
  ...[60, 120, 300, 600, 900, 1800],
  ...[3600, 7200, 14_400, 21_600, 43_200, 86_400],
];

/** Ticks between two times, at most so many, at round distances. */
export function timeTicks(
  from: number,
  to: number,
  most: number,
): { readonly step: number; readonly ticks: readonly number[] } {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? Math.ceil((to - from) / most);
  const ticks: number[] = [];
  for (let i = Math.ceil(from / step); i * step <= to; i++) ticks.push(i * step);
  return { step, ticks };
}

/**
 * A time as a clock would show it, as exactly as `step` asks: `4 s`, `0.25 s`, `1:05`, `2:00:30`, `1:45` h.
 *
 * @param longest the largest time beside it: what shows hours or minutes shows them everywhere
 */
export function timeLabel(seconds: number, step: number, longest: number = seconds): string {
  const sign = seconds < 0 ? '−' : '';
  const digits = step < 0.1 ? 2 : step < 1 ? 1 : 0;
  const time = Number(Math.abs(seconds).toFixed(digits));
  if (longest < 60) return `${sign}${decimal(time, digits)} s`;
  const allMinutes = Math.floor(time / 60);
  const [hours, minutes] = [Math.floor(allMinutes / 60), allMinutes % 60];
  const rest = decimal(time % 60, digits).padStart(digits > 0 ? digits + 3 : 2, '0');
  if (longest < 3600) return `${sign}${allMinutes}:${rest}`;
  const hoursAndMinutes = `${sign}${hours}:${String(minutes).padStart(2, '0')}`;
  return step >= 60 ? `${hoursAndMinutes} h` : `${hoursAndMinutes}:${rest}`;
}
