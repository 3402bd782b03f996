import { decimal } from '../format.ts';
import { type Box, line, type Picture } from './picture.ts';
import type { Extent } from './pyramid.ts';
import { timeLabel, timeTicks } from './time-axis.ts';

/** Room for a label of the time axis, in pixels. */
const LABEL_WIDTH = 64;
const FONT = '12px system-ui, sans-serif';

/** Draws the grid and what its lines mean: acceleration, the strip's scale, and time. */
export function drawAxes(picture: Picture, scale: Extent, strip: Extent): void {
  const { ctx, colours } = picture;
  ctx.font = FONT;
  ctx.fillStyle = colours.text;
  ctx.strokeStyle = colours.grid;
  ctx.lineWidth = 1;
  drawTime(picture);
  drawScale(picture, picture.plot, scale, Math.max(2, Math.floor(picture.plot.height / 38)));
  if (picture.strip.height > 0) drawScale(picture, picture.strip, strip, 1);
}

function drawTime({ ctx, data, from, to, plot, strip, x }: Picture): void {
  const bottom = strip.top + strip.height;
  const { step, ticks } = timeTicks(from, to, plot.width / LABEL_WIDTH);
  const longest = Math.max(to, data.lastTime || 0);
  ctx.textBaseline = 'top';
  for (const tick of ticks) {
    const at = Math.round(x(tick)) + 0.5;
    line(ctx, [at, plot.top], [at, bottom]);
    ctx.textAlign = at > plot.left + plot.width - 20 ? 'right' : 'center';
    ctx.fillText(timeLabel(tick, step, longest), at, bottom + 8);
  }
}

function drawScale({ ctx }: Picture, box: Box, { min, max }: Extent, most: number): void {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200];
  const step = steps.find((one) => (max - min) / one <= most) ?? max - min;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  for (let i = Math.ceil(min / step); i * step <= max; i++) {
    const y = Math.round(box.top + (box.height * (max - i * step)) / (max - min)) + 0.5;
    line(ctx, [box.left, y], [box.left + box.width, y]);
    // The scale of the strip begins right below.
    const isLowest = y > box.top + box.height - 4 && most > 1;
    if (!isLowest) ctx.fillText(decimal(i * step, 0), box.left - 7, y);
  }
}
