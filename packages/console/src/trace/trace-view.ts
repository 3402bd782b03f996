/** The shortest piece that is shown, and how long a piece is at first, in seconds. */
const MIN_SPAN_SECONDS = 1;
export const FIRST_SPAN_SECONDS = 8;

/** Where a trace begins and ends, in seconds; NaN for one without samples. */
export interface Ends {
  readonly firstTime: number;
  readonly lastTime: number;
}

/** Which piece of a trace is seen. However it is moved and zoomed, it stays on the trace. */
export class TraceView {
  readonly #trace: Ends;
  #span = FIRST_SPAN_SECONDS;
  /** The time at the right edge; null to follow the newest sample. */
  #end: number | null = null;

  constructor(trace: Ends) {
    this.#trace = trace;
  }

  get span(): number {
    return this.#span;
  }

  /** Whether the newest sample stays in sight. */
  get follows(): boolean {
    return this.#end === null;
  }

  /** The times at the edges. A short trace grows from the left edge; one that fills the view moves through it. */
  get edges(): { readonly from: number; readonly to: number } {
    const to = this.#end ?? Math.max(this.#last, this.#first + this.#span);
    return { from: to - this.#span, to };
  }

  follow(): void {
    this.#end = null;
  }

  pause(): void {
    this.#end = this.edges.to;
  }

  /** Shows so many times as much; what is at `about` stays where it is. By default that is the middle. */
  zoom(factor: number, about?: number): void {
    const { from, to } = this.edges;
    const centre = about ?? (from + to) / 2;
    const span = this.#possible(this.#span * factor);
    const share = (to - centre) / this.#span;
    const isFollowing = this.follows && about === undefined;
    this.#span = span;
    if (!isFollowing) this.#end = this.#onTrace(centre + share * span);
  }

  /** Moves by so many seconds; forward is positive. */
  move(seconds: number): void {
    this.#end = this.#onTrace(this.edges.to + seconds);
  }

  /** Shows a piece. */
  show(from: number, to: number): void {
    this.#span = this.#possible(to - from);
    this.#end = this.#onTrace((from + to + this.#span) / 2);
  }

  /** Shows a piece that somebody has marked, as far as it lies on the trace. */
  showMarked(one: number, other: number): void {
    this.show(
      Math.max(Math.min(one, other), this.#first),
      Math.min(Math.max(one, other), this.#last),
    );
  }

  showAll(): void {
    if (this.#last > this.#first) this.show(this.#first, this.#last);
  }

  get #first(): number {
    return Number.isNaN(this.#trace.firstTime) ? 0 : this.#trace.firstTime;
  }

  get #last(): number {
    return Number.isNaN(this.#trace.lastTime) ? 0 : this.#trace.lastTime;
  }

  #possible(span: number): number {
    const longest = Math.max(this.#last - this.#first, FIRST_SPAN_SECONDS);
    return Math.min(Math.max(span, MIN_SPAN_SECONDS), longest);
  }

  #onTrace(end: number): number {
    const earliest = this.#first + this.#span;
    return Math.min(Math.max(end, earliest), Math.max(this.#last, earliest));
  }
}
