import { language } from '../words/words.ts';
import { readColours } from './colours.ts';
import { drawAxes } from './draw-axes.ts';
import { accelerationScale, drawAcceleration, drawLikelihood } from './draw-signal.ts';
import {
  drawCadence,
  drawMarks,
  drawTruths,
  drawWalks,
  isCrowded,
  MAX_CADENCE,
} from './draw-steps.ts';
import { layout, line, type Picture } from './picture.ts';
import type { TraceData } from './trace-data.ts';
import type { TraceView } from './trace-view.ts';

/** Where a pointer is, in pixels of the element, and from where it is dragged to select a piece. */
export interface Pointer {
  readonly x: number;
  readonly selectedFrom?: number | undefined;
}

/**
 * A lower picture, in pixels, is a phone's: its acceleration gets the room of the likelihoods, of which a frame of
 * several samples tells but the last.
 */
const MIN_HEIGHT_OF_LIKELIHOODS = 200;

/** Draws a trace into an element, again and again while it changes, until it is destroyed. */
export class TracePlot {
  readonly #element: HTMLElement;
  readonly #canvas = document.createElement('canvas');
  readonly #lookAhead: number;
  readonly #theme = matchMedia('(prefers-color-scheme: dark)');
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #resizing: ResizeObserver;
  readonly #data: TraceData;
  readonly #view: TraceView;
  #colours;
  #drawn = '';
  #frame = 0;
  pointer: Pointer | null = null;
  /** Whether walks are drawn, and not steps: so much is in sight. */
  isCrowded = false;
  readonly #onCrowded: () => void;

  /** @param onCrowded told when {@link isCrowded} has changed */
  constructor(
    element: HTMLElement,
    data: TraceData,
    view: TraceView,
    lookAhead: number,
    onCrowded: () => void,
  ) {
    this.#onCrowded = onCrowded;
    this.#element = element;
    this.#data = data;
    this.#view = view;
    this.#lookAhead = lookAhead;
    this.#colours = readColours(element);
    element.append(this.#canvas);
    this.#theme.addEventListener('change', this.#redraw);
    this.#resizing = new ResizeObserver(this.#redraw);
    this.#resizing.observe(element);
    this.#animate();
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#resizing.disconnect();
    this.#theme.removeEventListener('change', this.#redraw);
    this.#canvas.remove();
  }

  /** The times at the edges. With less motion wanted, what is followed moves on by half a view at a time. */
  get edges(): { readonly from: number; readonly to: number } {
    const { edges, follows, span } = this.#view;
    if (!follows || !this.#calm.matches) return edges;
    const begin = this.#data.firstTime || 0;
    const half = span / 2;
    const to = begin + Math.max(Math.ceil((edges.to - begin) / half), 2) * half;
    return { from: to - span, to };
  }

  /** The time at a pixel of the element. */
  timeAt(x: number): number {
    const { plot } = layout(this.#element.clientWidth, this.#element.clientHeight);
    const { from, to } = this.edges;
    return from + ((x - plot.left) / plot.width) * (to - from);
  }

  /** How many seconds so many pixels are. */
  seconds(pixels: number): number {
    return this.timeAt(pixels) - this.timeAt(0);
  }

  /** The picture as a file, as it stands. */
  toPng(): Promise<Blob | null> {
    this.#draw();
    return new Promise((resolve) => this.#canvas.toBlob(resolve, 'image/png'));
  }

  readonly #redraw = () => {
    this.#colours = readColours(this.#element);
    this.#drawn = '';
  };

  #animate(): void {
    this.#frame = requestAnimationFrame(() => this.#animate());
    const { from, to } = this.edges;
    const { x, selectedFrom } = this.pointer ?? {};
    const isUnchanged = `${this.#data.version} ${from} ${to} ${x} ${selectedFrom} ${language.value}`;
    if (isUnchanged === this.#drawn) return;
    this.#drawn = isUnchanged;
    this.#draw();
  }

  #draw(): void {
    const { clientWidth: width, clientHeight: height } = this.#element;
    const ctx = this.#canvas.getContext('2d');
    if (!ctx || width === 0 || height === 0) return;
    this.#fit(width, height);
    const ratio = devicePixelRatio;
    const { from, to } = this.edges;
    const data = this.#data;
    const marks = data.marksBetween(from, to);
    const crowded = isCrowded({ ...layout(width, height), from, to }, marks);
    const boxes = layout(width, height, crowded || height >= MIN_HEIGHT_OF_LIKELIHOODS);
    const { plot, strip } = boxes;
    const x = (time: number) => plot.left + ((time - from) / (to - from)) * plot.width;
    const picture: Picture = { ctx, data, colours: this.#colours, from, to, ...boxes, x };
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.fillStyle = this.#colours.surface;
    ctx.fillRect(0, 0, width, height);
    const scale = accelerationScale(picture);
    if (crowded) drawWalks(picture);
    drawAxes(picture, scale, { min: 0, max: crowded ? MAX_CADENCE : 1 });
    ctx.save();
    ctx.beginPath();
    ctx.rect(plot.left, 0, plot.width, strip.top + strip.height);
    ctx.clip();
    drawAcceleration(picture, scale);
    if (crowded) drawCadence(picture, marks);
    else if (strip.height > 0) drawLikelihood(picture, this.#lookAhead);
    if (!crowded) drawMarks(picture, marks);
    drawTruths(picture);
    this.#drawPointer(picture);
    ctx.restore();
    // A canvas says nothing to those who can't see it, and to tests.
    this.#element.dataset['marks'] = String(marks.length);
    const shown = strip.height > 0 ? 'likelihood' : 'none';
    this.#element.dataset['strip'] = crowded ? 'cadence' : shown;
    if (crowded === this.isCrowded) return;
    this.isCrowded = crowded;
    this.#onCrowded();
  }

  #drawPointer({ ctx, plot, strip, colours }: Picture): void {
    if (!this.pointer) return;
    const { x, selectedFrom } = this.pointer;
    const bottom = strip.top + strip.height;
    if (selectedFrom !== undefined) {
      ctx.fillStyle = `${colours.start}30`;
      ctx.fillRect(
        Math.min(x, selectedFrom),
        plot.top,
        Math.abs(x - selectedFrom),
        bottom - plot.top,
      );
    }
    ctx.strokeStyle = colours.text;
    ctx.lineWidth = 1;
    line(ctx, [x, plot.top], [x, bottom]);
  }

  /** Makes the canvas as large as the element. */
  #fit(width: number, height: number): void {
    const canvas = this.#canvas;
    const [wide, high] = [
      Math.round(width * devicePixelRatio),
      Math.round(height * devicePixelRatio),
    ];
    if (canvas.width === wide && canvas.height === high) return;
    canvas.width = wide;
    canvas.height = high;
  }
}
