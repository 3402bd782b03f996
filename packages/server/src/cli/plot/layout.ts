/** Sizes of a plot, in pixels. */
export const WIDTH = 1200;
export const ROW_HEIGHT = 118;
/** Above the rows: the title. Below: the legend. */
export const HEAD = 58;
export const FOOT = 40;
export const LEFT = 58;
export const RIGHT = 24;
/** In a row: the rail of the steps above the signal, and the labels of time below it. */
export const RAIL = 20;
export const LABELS = 26;
export const PLOT_WIDTH = WIDTH - LEFT - RIGHT;
export const SIGNAL_HEIGHT = ROW_HEIGHT - RAIL - LABELS;

/** Lengths that a row may have, in seconds: round ones, of which people can read the parts. */
const ROW_SECONDS = [10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 43_200, 86_400];
/** A page of this many rows can be taken in. */
const MAX_ROWS = 12;
/** Rows shorter than this would tear walks apart where there is no need. */
const FEW_ROWS = 3;
/** Ticks closer than this run into one another. */
const TICK_PIXELS = 70;
const TICK_SECONDS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400];

/** How long a row of the plot is, in seconds: the shortest that needs few rows. */
export function rowSeconds(duration: number): number {
  const few = ROW_SECONDS.find((seconds) => seconds <= 60 && duration <= FEW_ROWS * seconds);
  const longest = ROW_SECONDS.at(-1) as number;
  const many = ROW_SECONDS.find((seconds) => seconds >= 60 && duration <= MAX_ROWS * seconds);
  return few ?? many ?? longest * Math.ceil(duration / (MAX_ROWS * longest));
}

/** Distance of the labelled ticks of a row, in seconds. */
export function tickSeconds(row: number): number {
  const pixelsPerSecond = PLOT_WIDTH / row;
  return TICK_SECONDS.find((seconds) => seconds * pixelsPerSecond >= TICK_PIXELS) ?? row / 8;
}

/** A moment of a recording as its row tells it: `7 s`, `2:05`, `1:02:05`. */
export function timeLabel(seconds: number, duration: number): string {
  const whole = Math.round(seconds);
  if (duration < 60) return `${whole} s`;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (duration < 3600) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** A position in the picture, to a tenth of a pixel. */
export function pixel(value: number): number {
  return Math.round(10 * value) / 10;
}
