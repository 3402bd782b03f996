import { line, type Picture } from './picture.ts';
import type { Mark } from './trace-data.ts';

/** Marks closer together than this get no number; and with less than this, walks are drawn instead. In pixels. */
const NUMBER_ROOM = 27;
const NUMBER_GAP = 5;
const MARK_ROOM = 7;
/** The cadence of a piece of a walk is plotted over at least so long, in seconds, and so many pixels. */
const MIN_PIECE_SECONDS = 5;
const PIECE_WIDTH = 6;
/** Top of the cadence's scale, in steps a minute. */
export const MAX_CADENCE = 200;
/** Steps further apart than this, in seconds, have no cadence between them. */
const MAX_INTERVAL_SECONDS = 3;

/** Whether steps lie too close together to be seen one by one. */
export function isCrowded(
  { plot, from, to }: Pick<Picture, 'plot' | 'from' | 'to'>,
  marks: readonly Mark[],
): boolean {
  // A longer piece shows walks, also where it has few of them.
  return marks.length * MARK_ROOM > plot.width || (to - from) * MARK_ROOM > plot.width;
}

/** Draws a line and a dot for each confirmed step, with its number where there is room. */
export function drawMarks({ ctx, plot, colours, x }: Picture, marks: readonly Mark[]): void {
  const isNumbered = marks.length * NUMBER_ROOM < plot.width;
  let free = plot.left;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  ctx.font = '600 11px system-ui, sans-serif';
  ctx.lineWidth = 1;
  for (const { time, foot, number } of marks) {
    const at = x(time);
    const colour = foot === 'start' ? colours.start : colours.end;
    ctx.strokeStyle = `${colour}70`;
    line(ctx, [at, plot.top], [at, plot.top + plot.height]);
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.arc(at, plot.top, isNumbered ? 4 : 3, 0, 2 * Math.PI);
    ctx.fill();
    if (!isNumbered) continue;
    // A number that the edge would cut, or the number before it, reads as another one.
    const half = ctx.measureText(String(number)).width / 2;
    if (at - half < free || at + half > plot.left + plot.width) continue;
    ctx.fillText(String(number), at, plot.top - 6);
    free = at + half + NUMBER_GAP;
  }
}

/** Shades each walk, and says how many steps it has where there is room. */
export function drawWalks({ ctx, data, from, to, plot, colours, x }: Picture): void {
  ctx.font = '600 11px system-ui, sans-serif';
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  for (const walk of data.walks) {
    if (walk.to < from || walk.from > to) continue;
    const left = Math.max(x(walk.from), plot.left);
    const right = Math.min(x(walk.to), plot.left + plot.width);
    ctx.fillStyle = colours.walk;
    ctx.fillRect(left, plot.top, Math.max(right - left, 1), plot.height);
    ctx.fillStyle = colours.start;
    const label = String(walk.steps);
    if (ctx.measureText(label).width + 4 < right - left) {
      ctx.fillText(label, (left + right) / 2, plot.top - 6);
    }
  }
}

/** Plots the cadence of the walks: a stroke for each piece of them. */
export function drawCadence(
  { ctx, from, to, plot, strip, colours, x }: Picture,
  marks: readonly Mark[],
): void {
  const width = Math.max((PIECE_WIDTH * (to - from)) / plot.width, MIN_PIECE_SECONDS);
  ctx.strokeStyle = colours.start;
  ctx.lineWidth = 2;
  for (const { begin, end, cadence } of cadencePieces(marks, width)) {
    const share = Math.min(cadence / MAX_CADENCE, 1);
    const y = strip.top + strip.height * (1 - share);
    line(ctx, [x(begin), y], [Math.max(x(end), x(begin) + 2), y]);
  }
}

/** The cadence, in steps a minute, of pieces of walks that are about so many seconds long. */
export function cadencePieces(
  marks: readonly Pick<Mark, 'time'>[],
  seconds: number,
): { readonly begin: number; readonly end: number; readonly cadence: number }[] {
  const pieces: { begin: number; end: number; cadence: number }[] = [];
  let first = 0;
  for (let i = 1; i <= marks.length; i++) {
    const begin = marks[first]?.time ?? 0;
    const end = marks[i - 1]?.time ?? 0;
    const next = marks[i]?.time ?? Number.POSITIVE_INFINITY;
    const isOver = next - end > MAX_INTERVAL_SECONDS;
    if (!isOver && next - begin < seconds) continue;
    const steps = i - 1 - first;
    if (steps > 0) pieces.push({ begin, end, cadence: (60 * steps) / (end - begin) });
    // The next piece begins with the step that ends this one, unless the walk is over.
    first = isOver || steps === 0 ? i : i - 1;
  }
  return pieces;
}

/** Draws a stroke below for each true step. */
export function drawTruths({ ctx, data, from, to, plot, colours, x }: Picture): void {
  const bottom = plot.top + plot.height;
  ctx.strokeStyle = colours.truth;
  ctx.lineWidth = 2;
  for (const time of data.truthsBetween(from, to))
    line(ctx, [x(time), bottom], [x(time), bottom - 8]);
}
