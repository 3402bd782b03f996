import type uPlot from 'uplot';
import type { Colours } from './colours.ts';
import type { TraceData } from './trace-data.ts';

/** Marks closer together than this get no number, in pixels. */
const NUMBER_ROOM = 27;

/**
 * Draws a line and a dot for each confirmed step between two times, its number where there is
 * room, and below a stroke for each true one.
 *
 * @returns how many confirmed ones there were
 */
export function drawMarks(
  plot: uPlot,
  { marks, truths }: TraceData,
  { from, to }: { readonly from: number; readonly to: number },
  colours: Colours,
): number {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const bottom = bbox.top + bbox.height;
  const at = (time: number) => plot.valToPos(time, 'x', true);
  const visible = marks.filter(({ time }) => time >= from && time <= to);
  const numbered = visible.length * NUMBER_ROOM * ratio < bbox.width;
  ctx.save();
  ctx.textAlign = 'center';
  ctx.textBaseline = 'bottom';
  ctx.font = `600 ${11 * ratio}px system-ui, sans-serif`;
  ctx.lineWidth = ratio;
  for (const { time, foot, number } of visible) {
    const x = at(time);
    const colour = foot === 'start' ? colours.start : colours.end;
    ctx.strokeStyle = `${colour}70`;
    line(ctx, x, bbox.top, x, bottom);
    ctx.fillStyle = colour;
    dot(ctx, x, bbox.top, (numbered ? 4 : 3) * ratio);
    if (numbered) ctx.fillText(String(number), x, bbox.top - 6 * ratio);
  }
  ctx.strokeStyle = colours.truth;
  ctx.lineWidth = 2 * ratio;
  for (const time of truths) {
    if (time >= from && time <= to) line(ctx, at(time), bottom, at(time), bottom - 8 * ratio);
  }
  ctx.restore();
  return visible.length;
}

function line(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

function dot(ctx: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fill();
}
