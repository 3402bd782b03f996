import { firstFrame } from './de/first-frame.ts';
import { operator } from './de/operator.ts';
import { phone } from './de/phone.ts';
import { report } from './de/report.ts';
import { shell } from './de/shell.ts';
import { wall } from './de/wall.ts';
import type { Words } from './en.ts';

/** German. */
export const de: Words = { shell, firstFrame, phone, operator, report, wall };
