import type { Mistakes } from './mistakes.ts';
import type { Observation } from './observe.ts';

/** What the mistakes of a recording, or of a stretch of one, add to the error of a headline. */
export interface Cost {
  readonly mistakes: Mistakes;
  /** In the headline's own sum: such as a count error, false steps, or minutes. */
  readonly cost: number;
}

/** What recordings cost a headline. */
export type CostsOf = (observations: readonly Observation[]) => Cost[];
