import { firstFrame } from './en/first-frame.ts';
import { operator } from './en/operator.ts';
import { phone } from './en/phone.ts';
import { report } from './en/report.ts';
import { shell } from './en/shell.ts';
import { wall } from './en/wall.ts';

/** English: what others are translated from. */
export const en = { shell, firstFrame, phone, operator, report, wall };

export type Words = typeof en;
