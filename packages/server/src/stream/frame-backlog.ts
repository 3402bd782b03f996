/** A frame as it came: text, or bytes. */
export type RawFrame = string | Uint8Array;

/** What a frame costs beside its bytes. */
const FRAME_COST = 160;
/** A byte of a binary frame stands for more samples than one of text. */
const BINARY_FACTOR = 4;
/** So many frames that have been taken are let go of together. */
const MIN_TAKEN = 256;

/** What it costs to serve a frame, in bytes of text, about. */
export function costOf(frame: RawFrame): number {
  return FRAME_COST + (typeof frame === 'string' ? frame.length : BINARY_FACTOR * frame.length);
}

/** Frames that wait, the first that came first. Taking one costs the same however many wait. */
export class FrameBacklog {
  /** What all of them cost together. */
  cost = 0;
  /** When the frame came that was taken last, in milliseconds of the clock's monotonic time. */
  arrivedMs = 0;
  #frames: RawFrame[] = [];
  #arrivals: number[] = [];
  #taken = 0;

  /** How many wait. */
  get size(): number {
    return this.#frames.length - this.#taken;
  }

  add(frame: RawFrame, cost: number, arrivedMs: number): void {
    this.#frames.push(frame);
    this.#arrivals.push(arrivedMs);
    this.cost += cost;
  }

  /** Takes the first; there must be one. */
  take(): RawFrame {
    const frame = this.#frames[this.#taken] as RawFrame;
    this.arrivedMs = this.#arrivals[this.#taken] as number;
    // Nothing is to hold it while the others wait.
    this.#frames[this.#taken++] = '';
    this.cost -= costOf(frame);
    if (this.#taken >= MIN_TAKEN && 2 * this.#taken >= this.#frames.length) {
      this.#frames = this.#frames.slice(this.#taken);
      this.#arrivals = this.#arrivals.slice(this.#taken);
      this.#taken = 0;
    }
    return frame;
  }
}
