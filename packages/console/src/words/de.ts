import { firstFrame } from './de/first-frame.ts';
import { shell } from './de/shell.ts';
import type { Words } from './en.ts';

/** German. */
export const de: Words = { shell, firstFrame };
