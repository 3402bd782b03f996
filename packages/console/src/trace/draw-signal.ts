import type { Box, Picture } from './picture.ts';
import type { Extent, Pyramid } from './pyramid.ts';

/** Samples further apart than this, in seconds, have a gap between them. */
const MAX_SPACING_SECONDS = 1;
/** With more samples than this in a column of pixels, the column shows their extent. */
const MAX_SAMPLES_A_PIXEL = 3;

/** A row of values, one a sample, and how late they are: a likelihood speaks of one look-ahead before its sample. */
interface Series {
  readonly values: Float32Array;
  readonly extents: Pyramid;
  readonly delay: number;
}

/** Calls back with the pieces of a series between two times, as columns of pixels or, where there is room, as samples. */
function eachPoint(
  { data, from, to, plot, x }: Picture,
  { values, extents, delay }: Series,
  draw: (x: number, extent: Extent, isConnected: boolean) => void,
): void {
  const { times } = data;
  const first = Math.max(0, data.indexAt(from + delay) - 1);
  const last = Math.min(data.length, data.indexAt(to + delay) + 1);
  let before = Number.NaN;
  const point = (time: number, extent: Extent) => {
    if (extent.min > extent.max || Number.isNaN(extent.min)) return;
    draw(x(time), extent, time - before <= Math.max(MAX_SPACING_SECONDS, 2 * column));
    before = time;
  };
  const column = (to - from) / plot.width;
  if (last - first <= MAX_SAMPLES_A_PIXEL * plot.width) {
    for (let i = first; i < last; i++) {
      const value = values[i] as number;
      point((times[i] as number) - delay, { min: value, max: value });
    }
    return;
  }
  let begin = first;
  for (let k = 1; k <= Math.ceil(plot.width); k++) {
    const end = Math.min(data.indexAt(from + delay + k * column), last);
    if (end > begin) point(from + (k - 0.5) * column, extents.extent(values, begin, end));
    begin = end;
  }
}

/** The acceleration's scale: from a little below the least that is in sight to a little above the greatest. */
export function accelerationScale({ data, from, to }: Picture): Extent {
  const first = Math.max(0, data.indexAt(from) - 1);
  const last = Math.min(data.length, data.indexAt(to) + 1);
  const { min, max } = data.extents.magnitudes.extent(data.magnitudes, first, last);
  // Rest is always in sight.
  const [low, high] = [Math.min(min, 8), Math.max(max, 12)];
  return { min: Math.max(0, Math.floor(low - 0.5)), max: Math.ceil(high + 0.05 * (high - low)) };
}

/** Draws the acceleration: a line; where samples lie closer than pixels, from their least to their greatest. */
export function drawAcceleration(picture: Picture, scale: Extent): void {
  const { ctx, data, colours, plot } = picture;
  const y = (value: number) =>
    plot.top + (plot.height * (scale.max - value)) / (scale.max - scale.min);
  ctx.strokeStyle = colours.line;
  ctx.lineWidth = 1.5;
  ctx.lineJoin = 'round';
  ctx.beginPath();
  const series = { values: data.magnitudes, extents: data.extents.magnitudes, delay: 0 };
  eachPoint(picture, series, (x, { min, max }, isConnected) => {
    if (isConnected) ctx.lineTo(x, y(max));
    else ctx.moveTo(x, y(max));
    if (min < max) ctx.lineTo(x, y(min));
  });
  ctx.stroke();
}

/** Draws how likely a step is, from 0 to 1, at the moments that the likelihoods speak of. */
export function drawLikelihood(picture: Picture, lookAhead: number): void {
  const { ctx, data, colours, strip } = picture;
  const { starts, ends, extents } = data;
  const feet = [
    { values: starts, extents: extents.starts, colour: colours.start },
    { values: ends, extents: extents.ends, colour: colours.end },
  ];
  for (const { colour, ...series } of feet) {
    ctx.fillStyle = `${colour}38`;
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1;
    drawHill(picture, strip, { ...series, delay: lookAhead });
  }
}

function drawHill(picture: Picture, box: Box, series: Series): void {
  const { ctx } = picture;
  const bottom = box.top + box.height;
  let points: [number, number][] = [];
  const flush = () => {
    const [first] = points;
    const last = points.at(-1);
    if (!first || !last) return;
    ctx.beginPath();
    for (const [x, y] of points) ctx.lineTo(x, y);
    ctx.stroke();
    ctx.lineTo(last[0], bottom);
    ctx.lineTo(first[0], bottom);
    ctx.fill();
    points = [];
  };
  eachPoint(picture, series, (x, { max }, isConnected) => {
    if (!isConnected) flush();
    points.push([x, bottom - box.height * Math.min(max, 1)]);
  });
  flush();
}
