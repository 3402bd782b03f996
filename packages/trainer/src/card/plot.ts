import type { Curve, MarkedContact, PlotData } from './plot-data.ts';
import { element, pathThrough, tenth, text } from './svg.ts';

const WIDTH = 1000;
const LEFT = 44;
const RIGHT = 12;
/** The title and the legend stand above the first row. */
const HEADER = 46;
/** The minute is broken into rows of this many seconds, or its steps would run into one another. */
const ROW_SECONDS = 20;
const ROW_HEIGHT = 168;
/** Inside of a row, from its top: the acceleration, the true contacts, and the probability. */
const ACCELERATION = { top: 8, bottom: 88 } as const;
const TRUTH = 98;
const PROBABILITY = { top: 108, bottom: 144 } as const;

const COLOURS = {
  curve: '#334155',
  probability: '#6d28d9',
  start: '#0f766e',
  end: '#c2410c',
  wrong: '#dc2626',
  grid: '#e2e8f0',
  label: '#64748b',
} as const;

/** A minute of walking as an SVG: |a|, the probability of a contact, confirmed and true contacts. */
export function plot(title: string, data: PlotData): string {
  const seconds = data.window.end - data.window.start;
  const rows = Math.ceil(seconds / ROW_SECONDS);
  const height = HEADER + rows * ROW_HEIGHT;
  const values = data.magnitude.values;
  const range = { low: Math.min(...values), high: Math.max(...values) };
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${WIDTH} ${height}`,
    'font-family': 'system-ui, sans-serif',
    'font-size': 12,
  };
  const parts = [
    element('title', {}, title),
    element('rect', { width: WIDTH, height, rx: 6, fill: '#ffffff' }),
    text(LEFT, 18, title, { fill: COLOURS.curve, 'font-size': 14 }),
    ...legend(data.truth !== null),
  ];
  for (let row = 0; row < rows; row++) parts.push(...drawRow(data, row, range));
  return `${element('svg', attributes, `\n${parts.join('\n')}\n`)}\n`;
}

function drawRow(data: PlotData, row: number, range: { low: number; high: number }): string[] {
  const from = data.window.start + row * ROW_SECONDS;
  const to = from + ROW_SECONDS;
  const top = HEADER + row * ROW_HEIGHT;
  const x = (time: number): number => LEFT + ((time - from) / ROW_SECONDS) * (WIDTH - LEFT - RIGHT);
  const scale = (band: { top: number; bottom: number }, low: number, high: number) => {
    const span = high > low ? high - low : 1;
    return (value: number): number =>
      top + band.bottom - ((value - low) / span) * (band.bottom - band.top);
  };
  const acceleration = scale(ACCELERATION, range.low, range.high);
  const probability = scale(PROBABILITY, 0, 1);
  const isIn = ({ time }: MarkedContact): boolean => time >= from && time < to;
  const curve = ({ times, values }: Curve, y: (value: number) => number, colour: string): string =>
    element('path', {
      d: pathThrough(
        times.flatMap((time, i) =>
          time >= from && time < to ? [[x(time), y(values[i] as number)] as const] : [],
        ),
      ),
      transform: 'scale(0.1)',
      fill: 'none',
      stroke: colour,
      'stroke-width': 12,
    });
  return [
    ...grid(row, top, x, from),
    ...levels(range, acceleration),
    text(LEFT - 8, probability(1) + 4, '1', axis),
    text(LEFT - 8, probability(0) + 4, '0', axis),
    ...data.confirmed.filter(isIn).map((step) => {
      const colour = step.isMatched ? COLOURS[step.foot] : COLOURS.wrong;
      return stepMark(x(step.time), top, colour);
    }),
    curve(data.magnitude, acceleration, COLOURS.curve),
    curve(data.probability, probability, COLOURS.probability),
    ...(data.truth?.filter(isIn) ?? []).map(({ time, isMatched }) =>
      truthMark(x(time), top + TRUTH, isMatched),
    ),
  ];
}

const axis = { 'text-anchor': 'end', fill: COLOURS.label } as const;

/** Lines each second, labelled each fifth. */
function grid(row: number, top: number, x: (time: number) => number, from: number): string[] {
  const labels: string[] = [];
  let lines = '';
  for (let second = 0; second <= ROW_SECONDS; second++) {
    const at = tenth(x(from + second));
    lines += `M${at} ${top + ACCELERATION.top}V${top + PROBABILITY.bottom}`;
    if (second % 5 !== 0) continue;
    const anchor = second === ROW_SECONDS ? 'end' : 'middle';
    const label = `${row * ROW_SECONDS + second}${second === ROW_SECONDS ? ' s' : ''}`;
    labels.push(
      text(at, top + PROBABILITY.bottom + 14, label, {
        'text-anchor': anchor,
        fill: COLOURS.label,
      }),
    );
  }
  return [element('path', { d: lines, stroke: COLOURS.grid }), ...labels];
}

/** Two round accelerations for the eye to hold on to. */
function levels(range: { low: number; high: number }, y: (value: number) => number): string[] {
  const span = range.high - range.low;
  const step = [20, 10, 5, 2, 1].find((size) => span / size >= 2) ?? 1;
  const marks: string[] = [];
  for (let value = Math.ceil(range.low / step) * step; value <= range.high; value += step) {
    marks.push(text(LEFT - 8, y(value) + 4, String(value), axis));
  }
  return marks;
}

function stepMark(x: number, top: number, colour: string): string {
  const at = tenth(x);
  return element('path', {
    d: `M${at} ${top + ACCELERATION.top}V${top + PROBABILITY.bottom}`,
    stroke: colour,
    'stroke-width': 1.2,
    'stroke-dasharray': '3 3',
  });
}

/** A triangle that points up at the moment of a true contact; hollow and red where it was missed. */
function truthMark(x: number, y: number, isMatched: boolean): string {
  return element('path', {
    d: `M${tenth(x)} ${y - 6}l4 7h-8z`,
    fill: isMatched ? COLOURS.curve : '#ffffff',
    stroke: isMatched ? COLOURS.curve : COLOURS.wrong,
  });
}

function legend(knowsTruth: boolean): string[] {
  const entries: readonly (readonly [string, string])[] = [
    [COLOURS.curve, '|a| in m/s²'],
    [COLOURS.probability, 'probability of a contact'],
    [COLOURS.start, 'confirmed, start'],
    [COLOURS.end, 'confirmed, end'],
    ...(knowsTruth
      ? ([
          [COLOURS.curve, '▲ true contact'],
          [COLOURS.wrong, 'missed (△) or false (line)'],
        ] as const)
      : []),
  ];
  let x = LEFT;
  return entries.map(([fill, label]) => {
    const drawn = text(x, 36, label, { fill });
    x += 7 * label.length + 24;
    return drawn;
  });
}
