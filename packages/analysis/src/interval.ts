/** A stretch of a recording, in seconds; `start` belongs to it, `end` does not. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}
