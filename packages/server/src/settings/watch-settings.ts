import { wholeNumber } from '../setting-schemas.ts';
import type { Settings } from './setting.ts';

/** What operators are told of a server that runs. */
export const WATCH_SETTINGS = {
  slowFrameMs: {
    flag: 'slow-frame-ms',
    argument: 'number',
    description:
      'Milliseconds between a frame and its answer from which on it is counted as slow, and logged, one in ten seconds. 0 logs none.',
    default: 500,
    schema: wholeNumber(0, 600_000),
  },
} as const satisfies Settings;
