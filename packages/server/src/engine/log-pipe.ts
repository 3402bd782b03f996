/** Lines that may wait for whoever reads the log, in bytes. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** Lines that may come at once, and in the long run, in bytes and bytes a second. */
const BURST_BYTES = 4 * 1024 * 1024;
const BYTES_PER_SECOND = 256 * 1024;

/** Where lines go: takes them without waiting, and tells when each is out. */
export interface LogSink {
  write(line: string, done: () => void): void;
}

/** What a pipe needs beside the sink. */
export interface LogPipeOptions {
  /** Milliseconds on a clock that only grows. */
  now(): number;
  /** The line that tells how many were dropped. */
  droppedLine(count: number): string;
}

/**
 * Passes on lines of a log, and never waits: where nobody reads them, or they come too fast, lines are dropped and
 * counted. The server must not stand still because somebody stopped reading its log, nor fill a disk for a client.
 */
export class LogPipe {
  readonly #sink: LogSink;
  readonly #options: LogPipeOptions;
  #waiting = 0;
  #dropped = 0;
  #untold = 0;
  #allowance = BURST_BYTES;
  #atMs: number;

  constructor(sink: LogSink, options: LogPipeOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#atMs = options.now();
  }

  /** Lines that were dropped since the beginning. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Takes a line, with its end. */
  write(line: string): void {
    if (!this.#hasRoom(line.length)) {
      this.#dropped++;
      this.#untold++;
      return;
    }
    if (this.#untold > 0) {
      const count = this.#untold;
      this.#untold = 0;
      this.#pass(this.#options.droppedLine(count));
    }
    this.#pass(line);
  }

  #hasRoom(bytes: number): boolean {
    const now = this.#options.now();
    const earned = ((now - this.#atMs) / 1000) * BYTES_PER_SECOND;
    this.#atMs = now;
    this.#allowance = Math.min(this.#allowance + earned, BURST_BYTES);
    return bytes <= this.#allowance && this.#waiting + bytes <= MAX_WAITING_BYTES;
  }

  #pass(line: string): void {
    this.#allowance -= line.length;
    this.#waiting += line.length;
    this.#sink.write(line, () => {
      this.#waiting -= line.length;
    });
  }
}
