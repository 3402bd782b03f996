import { shell } from './de/shell.ts';
import type { Words } from './en.ts';

/** German. */
export const de: Words = { shell };
