import { formatDuration } from '@stepstream/analysis';
import type { StepPlot } from './plot.ts';

const DEFAULT_WIDTH = 1200;
const DEFAULT_SIGNAL_HEIGHT = 72;
/** Above the rows: title and subtitle, and the text of a note. */
const HEAD = 58;
const NOTE = 16;
/** Below the rows: the legend. */
const FOOT = 40;
/** Above a row before which some are left out: what is said of that. */
const GAP = 20;
export const LEFT = 58;
const RIGHT = 24;
/** In a row: the rail of the steps above the signal, and the labels of time below it. */
export const RAIL = 20;
const LABELS = 26;
/** In a row with probabilities: their height, and the space above them, where true steps stand. */
const PROBABILITY_HEIGHT = 36;
const PROBABILITY_SPACE = 12;

/** Lengths that a row may have, in seconds: round ones, of which people can read the parts. */
const ROW_SECONDS = [10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 43_200, 86_400];
/** More rows than this are hard to survey. */
const MAX_ROWS = 12;
/** Short recordings get at most this many rows, so that rows do not cut walks more than they must. */
const MAX_SHORT_ROWS = 3;
/** Labels of time closer than this run into one another. */
const MIN_TICK_PIXELS = 70;
const TICK_SECONDS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400];

/** Where things are, in pixels. Vertical positions inside of a row count from the signal's top. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Top of the first row. */
  readonly head: number;
  /** Width of the rows' plot area. */
  readonly plotWidth: number;
  readonly rowHeight: number;
  readonly signalHeight: number;
  /** Top and bottom of the probabilities; null where there are none. */
  readonly probability: { readonly top: number; readonly bottom: number } | null;
  /** Bottom of the plot area, where the labels of time begin. */
  readonly bottom: number;
  /** Seconds that a row is long. */
  readonly rowSeconds: number;
  readonly rows: readonly RowPlace[];
}

/** A row of the picture. */
export interface RowPlace {
  /** What it begins with, in seconds from the beginning of the plot. */
  readonly begin: number;
  /** Its upper edge, in pixels. */
  readonly top: number;
  /** Seconds before it that are not drawn, as nothing was recorded in them. */
  readonly skipped: number;
}

/**
 * Lays out a plot of this many seconds.
 *
 * @param times - of all that is to be seen, from the beginning of the plot: rows without any are left out.
 *   Default: everywhere
 */
export function layOut(
  plot: StepPlot,
  duration: number,
  ...times: readonly ArrayLike<number>[]
): Layout {
  const { width = DEFAULT_WIDTH, signalHeight = DEFAULT_SIGNAL_HEIGHT } = plot;
  const top = signalHeight + PROBABILITY_SPACE;
  const probability = plot.probability ? { top, bottom: top + PROBABILITY_HEIGHT } : null;
  const bottom = probability?.bottom ?? signalHeight;
  const rowHeight = RAIL + bottom + LABELS;
  const { seconds, numbers } = rowsFor(duration, times);
  const head = HEAD + (plot.note ? NOTE : 0);
  const rows = placed(numbers, { seconds, head, rowHeight });
  return {
    width,
    height: (rows.at(-1)?.top ?? head) + rowHeight + FOOT,
    head,
    plotWidth: width - LEFT - RIGHT,
    rowHeight,
    signalHeight,
    probability,
    bottom,
    rowSeconds: seconds,
    rows,
  };
}

/** Rows under one another, with room where some are left out. */
function placed(
  numbers: readonly number[],
  { seconds, head, rowHeight }: { seconds: number; head: number; rowHeight: number },
): RowPlace[] {
  let [top, end] = [head, 0];
  return numbers.map((number) => {
    const begin = number * seconds;
    const skipped = begin - end;
    if (skipped > 0) top += GAP;
    const place = { begin, top, skipped };
    top += rowHeight;
    end = begin + seconds;
    return place;
  });
}

/** The rows of a plot: how long each is, in seconds, and which there are, counted from 0. */
interface Rows {
  readonly seconds: number;
  readonly numbers: readonly number[];
}

/** The shortest rows of which few are needed. */
export function rowsFor(duration: number, times: readonly ArrayLike<number>[] = []): Rows {
  for (const seconds of ROW_SECONDS) {
    const most = seconds < 60 ? MAX_SHORT_ROWS : MAX_ROWS;
    const numbers = rowNumbers(duration, times, seconds, most);
    if (numbers) return { seconds, numbers };
  }
  const longest = ROW_SECONDS.at(-1) as number;
  const seconds = longest * Math.ceil(duration / (MAX_ROWS * longest));
  return { seconds, numbers: rowNumbers(duration, times, seconds, MAX_ROWS) ?? [0] };
}

/** The rows in which there is something, in order; null where there are more than allowed. */
function rowNumbers(
  duration: number,
  times: readonly ArrayLike<number>[],
  seconds: number,
  most: number,
): number[] | null {
  const rows = Math.max(1, Math.ceil(duration / seconds));
  if (times.length === 0 || rows === 1) {
    return rows > most ? null : Array.from({ length: rows }, (_, i) => i);
  }
  // What is at the very end belongs to the row that ends there.
  const found = new Set([0]);
  for (const some of times) {
    for (let i = 0; i < some.length; i++) {
      const time = some[i] as number;
      if (!(time >= 0 && time <= duration)) continue;
      found.add(Math.min(rows - 1, Math.floor(time / seconds)));
      if (found.size > most) return null;
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** Distance of the labelled ticks of a row, in seconds. */
export function tickSeconds(row: number, plotWidth: number): number {
  const pixelsPerSecond = plotWidth / row;
  return TICK_SECONDS.find((seconds) => seconds * pixelsPerSecond >= MIN_TICK_PIXELS) ?? row / 8;
}

/** A moment of a plot as its row labels it: `7 s` of a short one, or else as any duration. */
export function timeLabel(seconds: number, duration: number): string {
  return duration < 60 ? `${Math.round(seconds)} s` : formatDuration(seconds);
}

/** The same of moments that follow one another: of those on one day the first alone tells it, to leave room. */
export function timeLabels(moments: readonly number[], duration: number): string[] {
  const labels = moments.map((seconds) => timeLabel(seconds, duration));
  const dayOf = (label = '') => /^\d+ d /.exec(label)?.[0] ?? '';
  return labels.map((label, i) => {
    const day = dayOf(label);
    return i > 0 && day === dayOf(labels[i - 1]) ? label.slice(day.length) : label;
  });
}

/** A position in the picture, to a tenth of a pixel. */
export function pixel(value: number): number {
  return Math.round(10 * value) / 10;
}
