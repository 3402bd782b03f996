import uPlot from 'uplot';
import { type Colours, readColours } from './colours.ts';
import { drawMarks } from './marks.ts';
import type { TraceData } from './trace-data.ts';
import { cutWindow } from './window.ts';

/** Shortest and longest piece that is shown, in seconds. */
export const MIN_SPAN_SECONDS = 1;
export const MAX_SPAN_SECONDS = 7200;
/** The probabilities take the lowest part of the plot: they are drawn on a scale of so many. */
const PROBABILITY_SCALE = 4;
/** With less motion wanted, the trace moves on only so often, in milliseconds. */
const CALM_PERIOD_MS = 1000;

/** What is to be seen of a trace. */
export interface View {
  /** Seconds that the plot is wide. */
  span: number;
  /** The time at the right edge; null to follow the newest sample. */
  end: number | null;
}

/** Draws a trace into an element, again and again while it grows, until it is destroyed. */
export class TracePlot {
  readonly #element: HTMLElement;
  readonly #lookAhead: number;
  readonly #theme = matchMedia('(prefers-color-scheme: dark)');
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #resizing: ResizeObserver;
  #plot: uPlot | undefined;
  #colours: Colours;
  #data: TraceData;
  #drawn = '';
  #drawnAt = 0;
  #frame = 0;
  view: View;

  constructor(element: HTMLElement, data: TraceData, view: View, lookAhead: number) {
    this.#element = element;
    this.#data = data;
    this.view = view;
    this.#lookAhead = lookAhead;
    this.#colours = readColours(element);
    this.#theme.addEventListener('change', this.#rebuild);
    this.#resizing = new ResizeObserver(() => this.#resize());
    this.#resizing.observe(element);
    this.#rebuild();
    this.#animate();
  }

  /** Draws another trace from now on. */
  set data(data: TraceData) {
    this.#data = data;
    this.#drawn = '';
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#resizing.disconnect();
    this.#theme.removeEventListener('change', this.#rebuild);
    this.#plot?.destroy();
  }

  /** The times at the edges. */
  get edges(): { readonly from: number; readonly to: number } {
    const { firstTime, lastTime } = this.#data;
    const newest = Number.isNaN(lastTime) ? 0 : lastTime;
    // A short trace grows from the left edge; one that fills the plot moves through it.
    const earliest = (Number.isNaN(firstTime) ? 0 : firstTime) + this.view.span;
    const to = this.view.end ?? Math.max(newest, earliest);
    return { from: to - this.view.span, to };
  }

  readonly #rebuild = () => {
    this.#colours = readColours(this.#element);
    this.#plot?.destroy();
    this.#plot = new uPlot(this.#options(), [[], [], [], []], this.#element);
    this.#drawn = '';
  };

  #animate(): void {
    this.#frame = requestAnimationFrame(() => this.#animate());
    const { span, end } = this.view;
    const key = `${this.#data.version} ${span} ${end}`;
    if (key === this.#drawn || !this.#plot) return;
    const now = performance.now();
    if (this.#calm.matches && end === null && now - this.#drawnAt < CALM_PERIOD_MS) return;
    this.#drawn = key;
    this.#drawnAt = now;
    const { from, to } = this.edges;
    const columns = cutWindow(this.#data, from, to, this.#lookAhead);
    this.#plot.batch(() => {
      this.#plot?.setData(columns as uPlot.AlignedData, false);
      this.#plot?.setScale('x', { min: from, max: to });
      this.#plot?.setScale('a', range(columns[1]));
    });
  }

  #resize(): void {
    this.#plot?.setSize(sizeOf(this.#element));
  }

  #options(): uPlot.Options {
    const { text, grid, line, start, end } = this.#colours;
    const axis = { stroke: text, font: '12px system-ui, sans-serif', ticks: { show: false } };
    return {
      ...sizeOf(this.#element),
      legend: { show: false },
      cursor: { show: false },
      padding: [22, 8, 0, 0],
      scales: {
        x: { time: false, auto: false },
        a: { auto: false },
        // What is next to nothing lies below the edge: it would be a line all along it.
        p: { auto: false, range: [0.04, PROBABILITY_SCALE] },
      },
      axes: [
        {
          ...axis,
          grid: { stroke: grid, width: 1 },
          space: 60,
          size: 28,
          values: (_, ticks) => ticks.map((tick) => `${Number(tick.toFixed(2))} s`),
        },
        {
          ...axis,
          scale: 'a',
          grid: { stroke: grid, width: 1 },
          space: 36,
          size: 34,
          // The scale goes below rest, to make room; no magnitude is below zero.
          values: (_, ticks) => ticks.map((tick) => (tick < 0 ? '' : String(tick))),
        },
      ],
      series: [
        {},
        { scale: 'a', stroke: line, width: 1.5, points: { show: false } },
        { scale: 'p', stroke: start, fill: `${start}30`, width: 1, points: { show: false } },
        { scale: 'p', stroke: end, fill: `${end}30`, width: 1, points: { show: false } },
      ],
      hooks: { draw: [(plot) => this.#drawMarks(plot)] },
    };
  }

  #drawMarks(plot: uPlot): void {
    const drawn = drawMarks(plot, this.#data, this.edges, this.#colours);
    // A canvas says nothing to those who can't see it, and to tests.
    this.#element.dataset['marks'] = String(drawn);
  }
}

/** A range that holds the values and rest, with room below for the probabilities. */
function range(values: readonly (number | null)[]): { min: number; max: number } {
  let low = 8;
  let high = 12;
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const height = Math.ceil(high) - Math.floor(low);
  return { min: Math.floor(low - height * 0.35), max: Math.ceil(high + height * 0.08) };
}

function sizeOf(element: HTMLElement): { width: number; height: number } {
  return { width: Math.max(element.clientWidth, 100), height: Math.max(element.clientHeight, 100) };
}
