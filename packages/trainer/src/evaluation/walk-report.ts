/**
 * How well walks are counted, over all recordings in which the times of contacts are known. Rows are
 * by group: a set, and in `sports` the wrists and the torso apart.
 */
export interface WalkReport {
  readonly lengths: readonly WalkLengthScore[];
  readonly cadences: readonly CadenceBandScore[];
  readonly ends: readonly WalkEndsScore[];
  /** Each person's shortened walks. */
  readonly shortWalks: readonly (WalkLengthScore & { readonly person: string })[];
  /** The ends of each person's walks. */
  readonly people: readonly (WalkEndsScore & { readonly person: string })[];
}

/** Walks of some length. */
export interface WalkLengthScore {
  readonly group: string;
  /** True contacts of a walk, such as `4–9`. */
  readonly length: string;
  readonly walks: number;
  readonly truth: number;
  /** Contacts found within a second of the walk. */
  readonly detected: number;
  /** (detected − truth) / truth of all of them together. */
  readonly bias: number | null;
  /** Mean over the walks of |detected − truth| / truth. */
  readonly mape: number | null;
  /** Share of the true contacts that were found. */
  readonly recall: number | null;
}

/** Contacts in walking at some cadence. */
export interface CadenceBandScore {
  readonly group: string;
  /** Steps a minute, such as `80–100`. */
  readonly band: string;
  readonly people: number;
  readonly truth: number;
  /** Contacts found nearer to one of these than to another. */
  readonly detected: number;
  /** (detected − truth) / truth of all of them together. */
  readonly bias: number | null;
  /** Share of the true contacts that were found. */
  readonly recall: number | null;
}

/** What is missed at the ends of walks of four contacts or more, where these are known. */
export interface WalkEndsScore {
  readonly group: string;
  readonly first: EndScore;
  readonly last: EndScore;
}

export interface EndScore {
  /** Walks whose first (or last) contact is known to be that. */
  readonly walks: number;
  /** How many of these lack their outermost contact. */
  readonly missed: number;
  /** The same a walk: from 0 to 1. */
  readonly missedPerWalk: number | null;
  /** How many of the two outermost are missed a walk: from 0 to 2. */
  readonly missedOfTwo: number | null;
}
