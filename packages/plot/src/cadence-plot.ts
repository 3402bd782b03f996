import type { Interval, Walk } from '@stepstream/analysis';
import { pixel } from './layout.ts';
import { STYLE } from './style.ts';
import { timeAxis } from './time-axis.ts';

/** What is drawn. */
export interface CadencePlot {
  readonly walks: readonly Walk[];
  /** The recording's first and last time, in seconds on its clock. */
  readonly start: number;
  readonly end: number;
  /** What the samples cover: holes that would dwarf the rest are drawn narrow. Default: all of it. */
  readonly stretches?: readonly Interval[];
}

const WIDTH = 1200;
const HEIGHT = 150;
const LEFT = 58;
const RIGHT = 24;
const TOP = 14;
const BOTTOM = 30;
/** Walks of fewer steps have no cadence that is worth drawing. */
const MIN_STEPS = 4;
const LEVEL = 40;
/** A walk is drawn at least so wide, in pixels. */
const MIN_WIDTH = 2;

/** The cadence of each walk over time, as SVG: a bar from its start to its end. */
export function plotCadence({ walks, start, end, stretches = [] }: CadencePlot): string {
  const drawn = walks.filter(({ steps, cadence }) => steps >= MIN_STEPS && cadence !== null);
  const highest = Math.max(140, ...drawn.map(({ cadence }) => cadence ?? 0)) + 20;
  const plotWidth = WIDTH - LEFT - RIGHT;
  const axis = timeAxis({ start, end }, stretches, plotWidth);
  const x = (time: number) => LEFT + axis.at(time);
  const y = (cadence: number) => HEIGHT - BOTTOM - (cadence / highest) * (HEIGHT - TOP - BOTTOM);
  const parts: string[] = [];
  for (let level = 0; level <= highest; level += LEVEL) {
    parts.push(
      `<path class="grid" d="M${LEFT} ${pixel(y(level))}H${WIDTH - RIGHT}"/>`,
      `<text x="${LEFT - 8}" y="${pixel(y(level))}" text-anchor="end" dominant-baseline="middle">${level}</text>`,
    );
  }
  for (const { left, width } of axis.folds) {
    parts.push(
      `<rect class="unknown" x="${pixel(LEFT + left)}" y="${TOP}" width="${pixel(width)}" height="${HEIGHT - TOP - BOTTOM}"/>`,
    );
  }
  for (const { at, text } of axis.ticks) {
    parts.push(
      `<text x="${pixel(LEFT + at)}" y="${HEIGHT - 10}" text-anchor="middle">${text}</text>`,
    );
  }
  for (const walk of drawn) {
    const top = y(walk.cadence ?? 0);
    const width = Math.max(MIN_WIDTH, x(walk.end) - x(walk.start));
    parts.push(
      `<rect class="start" fill-opacity=".25" x="${pixel(x(walk.start))}" y="${pixel(top)}" width="${pixel(width)}" height="${pixel(y(0) - top)}"/>`,
      `<rect class="start" x="${pixel(x(walk.start))}" y="${pixel(top - 1)}" width="${pixel(width)}" height="2"/>`,
    );
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
    '<title>Steps a minute in each walk</title>',
    `<style>${STYLE}</style>`,
    `<rect class="page" width="${WIDTH}" height="${HEIGHT}"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}
