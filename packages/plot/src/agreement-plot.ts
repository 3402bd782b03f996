import { pixel } from './layout.ts';
import { escaped } from './row.ts';
import { spread } from './spread.ts';
import { STYLE } from './style.ts';

/** A recording, as a point. */
export interface AgreementPoint {
  readonly label: string;
  readonly counted: number;
  readonly truth: number;
}

/** What is drawn. */
export interface AgreementPlot {
  readonly points: readonly AgreementPoint[];
  /** Mean difference, in steps. */
  readonly mean: number;
  /** Limits of agreement, in steps; null where a single recording gives none. */
  readonly lower: number | null;
  readonly upper: number | null;
}

const WIDTH = 720;
const HEIGHT = 380;
const LEFT = 64;
const RIGHT = 150;
const TOP = 24;
const BOTTOM = 52;
/** Room beyond the outermost point, as a share of the range. */
const MARGIN = 0.12;
/** Labelled ticks of an axis, about. */
const TICKS = 6;
/** Labels of the lines are so far apart, in pixels. */
const LABEL_HEIGHT = 17;

/**
 * A Bland-Altman plot as SVG: for each recording the difference of counted and known steps over their mean, with the
 * mean difference and the limits of agreement.
 */
export function plotAgreement({ points, mean, lower, upper }: AgreementPlot): string {
  const places = points.map(({ label, counted, truth }) => ({
    label,
    x: (counted + truth) / 2,
    y: counted - truth,
  }));
  const horizontal = axis(
    places.map(({ x }) => x),
    LEFT,
    WIDTH - RIGHT,
  );
  const vertical = axis(
    [...places.map(({ y }) => y), 0, mean, lower ?? 0, upper ?? 0],
    HEIGHT - BOTTOM,
    TOP,
  );
  const levels = [
    ...(upper === null ? [] : [{ value: upper, kind: 'note limit', text: 'upper limit' }]),
    { value: mean, kind: 'note', text: 'mean' },
    ...(lower === null ? [] : [{ value: lower, kind: 'note limit', text: 'lower limit' }]),
  ];
  const labels = spread(
    levels.map(({ value }) => vertical.at(value)),
    LABEL_HEIGHT,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
    '<title>Bland-Altman plot: counted less known steps over their mean</title>',
    `<style>${STYLE}\n.limit { stroke-dasharray: 5 4 }</style>`,
    `<rect class="page" width="${WIDTH}" height="${HEIGHT}"/>`,
    ...vertical.ticks.flatMap((value) => {
      const y = pixel(vertical.at(value));
      return [
        `<path class="grid" d="M${LEFT} ${y}H${WIDTH - RIGHT}"/>`,
        `<text x="${LEFT - 8}" y="${y}" text-anchor="end" dominant-baseline="middle">${signed(value)}</text>`,
      ];
    }),
    ...horizontal.ticks.map(
      (value) =>
        `<text x="${pixel(horizontal.at(value))}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${value}</text>`,
    ),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">mean of counted and known steps</text>`,
    `<text transform="translate(16 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">counted − known</text>`,
    ...levels.flatMap(({ value, kind, text }, i) => [
      `<path class="${kind}" d="M${LEFT} ${pixel(vertical.at(value))}H${WIDTH - RIGHT}"/>`,
      `<text class="ink" x="${WIDTH - RIGHT + 8}" y="${pixel(labels[i] ?? 0)}" dominant-baseline="middle">${text} ${signed(value)}</text>`,
    ]),
    ...places.map(
      ({ label, x, y }) =>
        `<circle class="start" fill-opacity=".7" cx="${pixel(horizontal.at(x))}" cy="${pixel(vertical.at(y))}" r="4.5"><title>${escaped(label)}: ${signed(y)}</title></circle>`,
    ),
    '</svg>',
    '',
  ].join('\n');
}

/** Where values are, between two pixels, and which of them are labelled. */
function axis(values: readonly number[], from: number, to: number) {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const range = Math.max(highest - lowest, 1);
  const [low, high] = [lowest - MARGIN * range, highest + MARGIN * range];
  const step = roundStep((high - low) / TICKS);
  const ticks: number[] = [];
  for (let n = Math.ceil(low / step); n * step <= high; n++) ticks.push(Math.round(n * step));
  return { ticks, at: (value: number) => from + ((value - low) / (high - low)) * (to - from) };
}

/** The next of 1, 2, 5, 10, 20 … : steps are whole. */
function roundStep(atLeast: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(atLeast)));
  return [1, 2, 5, 10].map((one) => one * power).find((step) => step >= atLeast) ?? 10 * power;
}

/** A difference of steps: `+3`, `−1.5`, `0`. */
function signed(value: number): string {
  const text = String(Math.abs(Math.round(10 * value) / 10));
  if (text === '0') return text;
  return `${value > 0 ? '+' : '−'}${text}`;
}
