import { ClockFaults } from './clock-faults.ts';

/** A block of samples whose start is known, and what writes its samples once their times are, too. */
export interface TimedBlock {
  /** When its first sample was taken, in s. */
  readonly start: number;
  readonly count: number;
  /** Samples a second that the device was set to. */
  readonly rate: number;
  /** Writes the samples: the first at `start`, each other `step` seconds after the one before. */
  readonly write: (start: number, step: number) => void;
}

/** Devices keep their rate within some percent; blocks that are further apart have a gap between them. */
const TOLERANCE = 0.1;
/** A device's clock may tell the start of a block no better than this, in s. */
const MIN_TOLERANCE_SECONDS = 0.05;

/**
 * Gives the samples of successive blocks their times. A sensor's own clock is not exactly at the rate
 * that it was set to, and only the start of a block has a time: the samples of a block are spread
 * evenly up to the start of the next. Before a gap there is no such next block; there the last rate that
 * was seen goes on.
 */
export class BlockClock {
  readonly faults = new ClockFaults();
  #waiting: TimedBlock | undefined;
  #step: number | undefined;

  add(block: TimedBlock): void {
    const before = this.#waiting;
    this.#waiting = block;
    if (!before) return;
    const elapsed = block.start - before.start;
    const expected = before.count / before.rate;
    const excess = elapsed - expected;
    if (Math.abs(excess) <= Math.max(TOLERANCE * expected, MIN_TOLERANCE_SECONDS)) {
      this.#step = elapsed / before.count;
      before.write(before.start, this.#step);
      return;
    }
    this.#write(before);
    if (excess > 0) this.faults.addGap(excess);
    else this.faults.addSetBack();
    if (block.rate !== before.rate) this.#step = undefined;
  }

  /** There is no further block. */
  end(): void {
    if (this.#waiting) this.#write(this.#waiting);
    this.#waiting = undefined;
  }

  #write(block: TimedBlock): void {
    block.write(block.start, this.#step ?? 1 / block.rate);
  }
}
