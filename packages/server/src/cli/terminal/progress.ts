const REDRAW_MS = 150;
const NARROWEST_COLUMNS = 20;

/** Where a progress line is drawn: the part of `process.stderr` that it needs. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressOptions {
  /** Where to draw. Default: standard error, so that output stays clean. */
  readonly stream?: ProgressStream;
  /** Shortest time between two drawings in ms; drawing may cost more than the work. Default 150. */
  readonly redrawMs?: number;
  /** Milliseconds on any clock. Default `performance.now`. */
  readonly now?: () => number;
}

/**
 * A line that tells how far something is, drawn over itself on a terminal. Where the stream is no
 * terminal it draws nothing.
 *
 * @example
 * const progress = new ProgressLine();
 * try {
 *   for (const file of files) progress.update(`reading ${file}`);
 * } finally {
 *   progress.clear();
 * }
 */
export class ProgressLine {
  /** Whether anything is drawn at all. */
  readonly isShown: boolean;
  readonly #stream: ProgressStream;
  readonly #redrawMs: number;
  readonly #now: () => number;
  #lastDrawn = Number.NEGATIVE_INFINITY;
  #isDrawn = false;

  constructor(options: ProgressOptions = {}) {
    this.#stream = options.stream ?? process.stderr;
    this.#redrawMs = options.redrawMs ?? REDRAW_MS;
    this.#now = options.now ?? (() => performance.now());
    this.isShown = this.#stream.isTTY === true;
  }

  /**
   * Shows this text in place of the last one, cut to the width of the terminal. Between drawings
   * it is dropped; a function is only called when its text is drawn.
   */
  update(text: string | (() => string)): void {
    if (!this.isShown) return;
    const now = this.#now();
    if (now - this.#lastDrawn < this.#redrawMs) return;
    this.#lastDrawn = now;
    this.#isDrawn = true;
    const shown = typeof text === 'string' ? text : text();
    // One column stays free: some terminals wrap when the last one is written.
    const room = Math.max(NARROWEST_COLUMNS, (this.#stream.columns || 80) - 1);
    this.#stream.write(`\r\u001b[2K${[...shown].slice(0, room).join('')}`);
  }

  /** Takes the line away, before other output and at the end. The next update draws at once. */
  clear(): void {
    if (this.#isDrawn) this.#stream.write('\r\u001b[2K');
    this.#isDrawn = false;
    this.#lastDrawn = Number.NEGATIVE_INFINITY;
  }
}
