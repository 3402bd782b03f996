/**
 * One walk over a detector's state that either saves it or restores it.
 *
 * Each stage has a single `transfer(io)` method that names its fields once, in order:
 *
 * ```ts
 * this.#last = io.number(this.#last);
 * io.numbers(this.#ring);
 * ```
 *
 * Saving and restoring can't drift apart, because they are the same lines.
 */
export interface StateIO {
  /** Saves `value` and returns it, or returns the saved one. */
  number(value: number): number;
  /** The same of a whole number from 0 to 2⁵³ − 1: the smaller it is, the fewer bytes it takes. */
  whole(value: number): number;
  flag(value: boolean): boolean;
  /** Saves the values of `array`, up to the one at `end`, or overwrites them with the saved ones. Default: all. */
  numbers(array: Float64Array, end?: number): void;
  /** The same of numbers that are single floats, in half the bytes; from the one at `from` on. */
  float32s(array: Float32Array, from?: number): void;
  /**
   * The same of whole numbers up to 65,535, from the one at `from` up to that at `end`: rows, of which each column takes
   * as few bits as its largest number needs.
   */
  columns(rows: Uint16Array, from: number, end: number, columns: number): void;
}

/** Saved state that can't be used: cut short, altered, or made by another model or version. */
export class StateError extends Error {
  /** Stable code for programs. */
  readonly code = 'invalid_state';

  constructor(message: string) {
    super(message);
    this.name = 'StateError';
  }
}
