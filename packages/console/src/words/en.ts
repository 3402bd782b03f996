import { codes } from './en/codes.ts';
import { details } from './en/details.ts';
import { firstFrame } from './en/first-frame.ts';
import { operator } from './en/operator.ts';
import { phone } from './en/phone.ts';
import { recording } from './en/recording.ts';
import { report } from './en/report.ts';
import { shell } from './en/shell.ts';
import { trace } from './en/trace.ts';
import { tryIt } from './en/try-it.ts';
import { wall } from './en/wall.ts';

/** English: what others are translated from. */
export const en = {
  ...{ shell, trace, tryIt, recording, operator, codes },
  ...{ details, firstFrame, phone, report, wall },
};

export type Words = typeof en;
