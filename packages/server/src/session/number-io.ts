/** One walk over a state's numbers that saves or restores them: the detector's `StateIO` is one. */
export interface NumberIO {
  /** Saves `value` and returns it, or returns the saved one. */
  number(value: number): number;
}
