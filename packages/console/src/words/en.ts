import { firstFrame } from './en/first-frame.ts';
import { shell } from './en/shell.ts';

/** English: what others are translated from. */
export const en = { shell, firstFrame };

export type Words = typeof en;
