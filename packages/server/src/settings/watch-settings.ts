import { wholeNumber } from '../setting-schemas.ts';
import type { Settings } from './setting.ts';

/** What operators are told of a server that runs. */
export const WATCH_SETTINGS = {
  slowFrameMs: {
    flag: 'slow-frame-ms',
    argument: 'milliseconds',
    description:
      'A frame that is answered later than this is counted as slow, and logged, at most one in ten seconds. 0 logs none.',
    default: 500,
    schema: wholeNumber(0, 600_000),
  },
} as const satisfies Settings;
