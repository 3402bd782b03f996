/** Hand-held: a detected and a true contact this far apart, in seconds, still belong together. */
export const HANDHELD_NARROW_SECONDS = 0.1;
export const HANDHELD_WIDE_SECONDS = 0.15;
/** Phones: their foot switches are polled every 100 ms or so. */
export const PHONES_SECONDS = 0.2;
