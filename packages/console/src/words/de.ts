import { codes } from './de/codes.ts';
import { details } from './de/details.ts';
import { firstFrame } from './de/first-frame.ts';
import { operator } from './de/operator.ts';
import { phone } from './de/phone.ts';
import { recording } from './de/recording.ts';
import { report } from './de/report.ts';
import { shell } from './de/shell.ts';
import { trace } from './de/trace.ts';
import { tryIt } from './de/try-it.ts';
import { wall } from './de/wall.ts';
import type { Words } from './en.ts';

/** German. */
export const de: Words = {
  ...{ shell, trace, tryIt, recording, operator, codes },
  ...{ details, firstFrame, phone, report, wall },
};
