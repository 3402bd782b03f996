import { shell } from './en/shell.ts';

/** English: what others are translated from. */
export const en = { shell };

export type Words = typeof en;
