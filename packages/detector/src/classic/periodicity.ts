import { FRAME_RATE } from '../stages/resample.ts';
import type { StateIO } from '../state-io.ts';

/** Frames that are compared: 2.56 s, two strides of a slow walk. */
export const PERIODICITY_WINDOW = 128;
/** Shortest and longest period that counts as walking, in frames: 0.3 s and 1.24 s. */
const MIN_LAG_FRAMES = 15;
const MAX_LAG_FRAMES = 62;
/** Frames between two measurements: rhythm changes slowly, and this is the costly part. */
const EVERY = FRAME_RATE / 5;

/**
 * How periodic the last 2.56 s were: the largest normalised autocorrelation of the band-passed
 * signal over the periods of walking. 1 is a perfect rhythm, 0 none.
 */
export class Periodicity {
  /** The latest measurement, 0 … 1. */
  value = 0;
  readonly #ring = new Float64Array(PERIODICITY_WINDOW);
  #count = 0;

  /** Takes the next value of a signal without an offset. */
  next(x: number): void {
    this.#ring[this.#count % PERIODICITY_WINDOW] = x;
    this.#count++;
    if (this.#count % EVERY === 0) this.value = this.#measure();
  }

  reset(): void {
    this.#ring.fill(0);
    this.#count = 0;
    this.value = 0;
  }

  transfer(io: StateIO): void {
    this.value = io.number(this.value);
    io.numbers(this.#ring);
    this.#count = io.whole(this.#count);
  }

  #measure(): number {
    const ring = this.#ring;
    const mask = PERIODICITY_WINDOW - 1;
    const filled = Math.min(this.#count, PERIODICITY_WINDOW);
    const first = this.#count - filled;
    let best = 0;
    for (let lag = MIN_LAG_FRAMES; lag <= MAX_LAG_FRAMES && lag < filled / 2; lag++) {
      let product = 0;
      let power = 0;
      for (let i = first; i + lag < this.#count; i++) {
        const a = ring[i & mask] as number;
        const b = ring[(i + lag) & mask] as number;
        product += a * b;
        power += a * a + b * b;
      }
      if (power > 0) best = Math.max(best, (2 * product) / power);
    }
    return best;
  }
}
