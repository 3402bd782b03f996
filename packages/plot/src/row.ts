import {
  type Layout,
  LEFT,
  pixel,
  RAIL,
  type RowPlace,
  tickSeconds,
  timeLabel,
  timeLabels,
} from './layout.ts';
import type { Curve, StepPlot } from './plot.ts';
import { curvePath, firstIndex } from './signal.ts';

/** Dots of steps have this radius, and a smaller one where they would touch. */
const MAX_DOT_PIXELS = 4;
const MIN_DOT_PIXELS = 1.2;
/** Where a step is narrower than this, none is drawn. */
const MIN_PIXELS_PER_STEP = 0.6;
/** Height of the dots above the signal. */
const DOT_Y = -10;

/** What a row needs to know. All times are in seconds from the beginning of the plot. */
export interface Scene {
  /** What the row's clip path is called. */
  readonly id: string;
  /** The longest gap that the line bridges, in seconds. */
  readonly bridgedSeconds: number;
  readonly layout: Layout;
  readonly duration: number;
  readonly magnitude: Curve;
  readonly range: readonly [lowest: number, highest: number];
  readonly walks: readonly (readonly [begin: number, end: number])[];
  readonly unknown: readonly (readonly [begin: number, end: number])[];
  readonly steps: StepPlot['steps'];
  readonly trueSteps: NonNullable<StepPlot['trueSteps']>;
  readonly probability: Curve | null;
  readonly note: StepPlot['note'] | null;
}

/** A row as an SVG group. */
export function drawRow(scene: Scene, place: RowPlace): string {
  const row = new Row(scene, place);
  return [
    `<g transform="translate(0 ${place.top + RAIL})">`,
    ...row.gap(),
    ...row.stretches(),
    ...row.grid(),
    ...row.curves(),
    ...row.steps(),
    ...row.trueSteps(),
    ...row.note(),
    '</g>',
  ].join('\n');
}

class Row {
  readonly #scene: Scene;
  readonly #begin: number;
  readonly #end: number;

  readonly #skipped: number;

  constructor(scene: Scene, { begin, skipped }: RowPlace) {
    this.#scene = scene;
    this.#begin = begin;
    this.#skipped = skipped;
    this.#end = this.#begin + scene.layout.rowSeconds;
  }

  gap(): string[] {
    if (this.#skipped <= 0) return [];
    const { layout, duration } = this.#scene;
    const text = `${timeLabel(this.#skipped, duration)} without samples left out`;
    const x = LEFT + layout.plotWidth / 2;
    return [`<text x="${pixel(x)}" y="${-RAIL - 8}" text-anchor="middle">⋮ ${text} ⋮</text>`];
  }

  stretches(): string[] {
    const { walks, unknown, layout } = this.#scene;
    const shade = (kind: string, y: number, height: number) => (stretch: readonly number[]) => {
      const left = this.#x(Math.max(Number(stretch[0]), this.#begin));
      const right = this.#x(Math.min(Number(stretch[1]), this.#end));
      if (right <= left) return '';
      return `<rect class="${kind}" x="${pixel(left)}" width="${pixel(right - left)}" y="${y}" height="${height}"/>`;
    };
    return [
      ...walks.map(shade('walk', -RAIL, layout.bottom + RAIL)),
      ...unknown.map(shade('unknown', 0, layout.signalHeight)),
    ].filter((rectangle) => rectangle !== '');
  }

  grid(): string[] {
    const { layout, range, duration } = this.#scene;
    const [lowest, highest] = range;
    const lines: string[] = [];
    const level = (at: number, value: number) => {
      lines.push(
        `<path class="grid" d="M${LEFT} ${at}h${layout.plotWidth}"/>`,
        `<text x="${LEFT - 8}" y="${at}" text-anchor="end" dominant-baseline="middle">${value}</text>`,
      );
    };
    const most = Math.max(4, layout.signalHeight / 30);
    const step = [2, 5, 10, 20, 50, 100].find((size) => (highest - lowest) / size <= most) ?? 200;
    for (let value = Math.ceil(lowest / step) * step; value <= highest; value += step) {
      level(pixel(this.#signalY(value)), value);
    }
    if (layout.probability) {
      level(layout.probability.top, 1);
      level(layout.probability.bottom, 0);
    }
    const tick = tickSeconds(layout.rowSeconds, layout.plotWidth);
    const times: number[] = [];
    for (let time = this.#begin; time <= this.#end; time += tick) times.push(time);
    for (const [i, label] of timeLabels(times, duration).entries()) {
      const at = pixel(this.#x(times[i] as number));
      lines.push(
        `<path class="grid" d="M${at} 0V${layout.bottom + 4}"/>`,
        `<text x="${at}" y="${layout.bottom + 19}" text-anchor="middle">${label}</text>`,
      );
    }
    return lines;
  }

  curves(): string[] {
    const { magnitude, probability, layout } = this.#scene;
    const signal = this.#curve('signal', magnitude, (value) => this.#signalY(value));
    const curves = [`<g clip-path="url(#${this.#scene.id})">${signal}</g>`];
    const band = layout.probability;
    if (probability && band) {
      const y = (value: number) => band.bottom - value * (band.bottom - band.top);
      curves.push(this.#curve('probability', probability, y));
    }
    return curves;
  }

  steps(): string[] {
    const { steps, layout } = this.#scene;
    if (this.#isTooDense()) return [];
    const radius = this.#dotRadius();
    return this.#inRow(steps).map(({ timestamp, foot, isFalse }) => {
      const at = pixel(this.#x(timestamp));
      const kind = isFalse ? 'false' : foot;
      const stem =
        radius > 2 ? `<path class="${kind} stem" d="M${at} ${DOT_Y}V${layout.bottom}"/>` : '';
      return `${stem}<circle class="${kind}" cx="${at}" cy="${DOT_Y}" r="${pixel(radius)}"/>`;
    });
  }

  trueSteps(): string[] {
    const { trueSteps, layout } = this.#scene;
    if (this.#isTooDense()) return [];
    const size = pixel(this.#dotRadius());
    return this.#inRow(trueSteps).map(({ timestamp, isMissed }) => {
      const at = pixel(this.#x(timestamp));
      const kind = isMissed ? 'missed' : 'true';
      return `<path class="${kind}" d="M${at} ${layout.signalHeight}l${size} 7h${-2 * size}z"/>`;
    });
  }

  note(): string[] {
    const { note, layout } = this.#scene;
    if (!note) return [];
    return this.#inRow([note]).map(({ timestamp, text }) => {
      const at = pixel(this.#x(timestamp));
      const words = `<text class="ink" x="${at + 6}" y="${-RAIL - 4}">${escaped(text)}</text>`;
      return `<path class="note" d="M${at} ${-RAIL - 14}V${layout.bottom}"/>${words}`;
    });
  }

  #curve(kind: string, curve: Curve, y: (value: number) => number): string {
    const from = firstIndex(curve.times, this.#begin);
    const to = firstIndex(curve.times, this.#end);
    const { plotWidth } = this.#scene.layout;
    const { bridgedSeconds } = this.#scene;
    const x = (time: number) => this.#x(time);
    const data = curvePath(curve, { from, to, plotWidth, bridgedSeconds }, x, y);
    return `<path class="${kind}" transform="scale(.1)" d="${data}"/>`;
  }

  /** Half a step, drawn to scale, bounds the dots. */
  #dotRadius(): number {
    return Math.max(MIN_DOT_PIXELS, Math.min(MAX_DOT_PIXELS, this.#pixelsPerStep() * 0.35));
  }

  /** Whether dots would run into one another: then the shades of the walks have to do. */
  #isTooDense(): boolean {
    return this.#pixelsPerStep() < MIN_PIXELS_PER_STEP;
  }

  #pixelsPerStep(): number {
    const { plotWidth, rowSeconds } = this.#scene.layout;
    return (0.5 * plotWidth) / rowSeconds;
  }

  #inRow<T extends { readonly timestamp: number }>(marks: readonly T[]): T[] {
    return marks.filter(({ timestamp }) => timestamp >= this.#begin && timestamp < this.#end);
  }

  #x(time: number): number {
    const { plotWidth, rowSeconds } = this.#scene.layout;
    return LEFT + ((time - this.#begin) / rowSeconds) * plotWidth;
  }

  #signalY(value: number): number {
    const [lowest, highest] = this.#scene.range;
    return ((highest - value) / (highest - lowest)) * this.#scene.layout.signalHeight;
  }
}

/** Text that may stand in SVG. */
export function escaped(text: string): string {
  return text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
