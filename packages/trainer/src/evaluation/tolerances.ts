import type { SetName } from './datasets.ts';

/** Hand-held: a detected and a true contact this far apart, in seconds, still belong together. */
export const HANDHELD_NARROW_SECONDS = 0.1;
export const HANDHELD_WIDE_SECONDS = 0.15;
/** Phones: their foot switches are polled every 100 ms or so. */
export const PHONES_SECONDS = 0.2;
/** Pockets: as for phones, to be compared with them. */
export const POCKETS_SECONDS = 0.2;
/** Sports: landings are derived from the knees, and running takes only 0.35 s a step. */
export const SPORTS_SECONDS = 0.15;

/** How far a detected and a true contact of a set may lie apart, in seconds, in its widest score. */
export function toleranceOf(set: SetName): number {
  switch (set) {
    case 'phones':
      return PHONES_SECONDS;
    case 'pockets':
      return POCKETS_SECONDS;
    case 'sports':
      return SPORTS_SECONDS;
    default:
      return HANDHELD_WIDE_SECONDS;
  }
}
