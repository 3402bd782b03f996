import { readColours } from '../trace/colours.ts';
import type { TraceData } from '../trace/trace-data.ts';

/** How much of the past a tile shows, in seconds. */
const SPAN_SECONDS = 6;
/** What fits into a tile, in m/s²: gravity in the middle, and a brisk walk about it. */
const [LOWEST, HIGHEST] = [3, 20];
const MARK_RADIUS = 3.5;

/** Draws the last seconds of a trace, and a dot for each step, onto a canvas as large as it is shown. */
export function drawSpark(canvas: HTMLCanvasElement, trace: TraceData): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { clientWidth: width, clientHeight: height } = canvas;
  const scale = devicePixelRatio;
  if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
  if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  const to = trace.lastTime;
  if (Number.isNaN(to)) return;
  const x = (time: number) => width * (1 - (to - time) / SPAN_SECONDS);
  const y = (value: number) =>
    height * (1 - (Math.min(Math.max(value, LOWEST), HIGHEST) - LOWEST) / (HIGHEST - LOWEST));
  const { line, start, end } = readColours(canvas);
  context.beginPath();
  for (let i = trace.length - 1; i >= 0; i--) {
    const time = trace.times[i] as number;
    context.lineTo(x(time), y(trace.magnitudes[i] as number));
    if (to - time > SPAN_SECONDS) break;
  }
  context.strokeStyle = line;
  context.lineWidth = 1.5;
  context.stroke();
  for (const { time, foot } of trace.marks.slice(-SPAN_SECONDS * 5)) {
    if (to - time > SPAN_SECONDS) continue;
    context.beginPath();
    context.arc(x(time), MARK_RADIUS + 1, MARK_RADIUS, 0, 2 * Math.PI);
    context.fillStyle = foot === 'start' ? start : end;
    context.fill();
  }
}
