/** A foot, or the side of the body that it is on. */
export type Side = 'left' | 'right';
