import type { Colours } from './colours.ts';
import type { TraceData } from './trace-data.ts';

/** A part of the picture, in CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What is drawn, and where. */
export interface Picture {
  readonly ctx: CanvasRenderingContext2D;
  readonly data: TraceData;
  readonly colours: Colours;
  readonly from: number;
  readonly to: number;
  /** The acceleration, and the strip below it. */
  readonly plot: Box;
  readonly strip: Box;
  /** The pixel of a time. */
  x(time: number): number;
}

const [LEFT, RIGHT, TOP, GAP, AXIS] = [36, 8, 22, 14, 26];

/** Divides an area into the plot and the strip below it; a strip that is not wanted has no height. */
export function layout(
  width: number,
  height: number,
  hasStrip = true,
): { readonly plot: Box; readonly strip: Box } {
  const strip = hasStrip ? Math.min(Math.max(0.16 * height, 34), 64) : 0;
  const gap = hasStrip ? GAP : 0;
  const across = { left: LEFT, width: Math.max(width - LEFT - RIGHT, 10) };
  const room = Math.max(height - TOP - gap - strip - AXIS, 10);
  return {
    plot: { ...across, top: TOP, height: room },
    strip: { ...across, top: TOP + room + gap, height: strip },
  };
}

/** Draws a line through points. */
export function line(ctx: CanvasRenderingContext2D, ...points: readonly [number, number][]): void {
  ctx.beginPath();
  for (const [x, y] of points) ctx.lineTo(x, y);
  ctx.stroke();
}
