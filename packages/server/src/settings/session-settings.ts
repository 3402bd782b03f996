import { seconds, wholeNumber } from '../setting-schemas.ts';
import type { Settings } from './setting.ts';

/** How long sessions live, and how much they may take. */
export const SESSION_SETTINGS = {
  sessionTimeout: {
    flag: 'session-timeout',
    argument: 'seconds',
    description: 'A session ends after its client has been silent for this long.',
    default: 300,
    schema: seconds(0.1, 86_400),
  },
  resumeWindow: {
    flag: 'resume-window',
    argument: 'seconds',
    description:
      'How long a session is kept for its client to come back to after its connection is lost. 0 keeps none.',
    default: 120,
    schema: seconds(0, 86_400),
  },
  maxDetached: {
    flag: 'max-detached',
    argument: 'number',
    description:
      'Sessions that may be kept like that at once; each takes about 8 KB. Beyond it, one that has counted nothing ends, or else one of the address with most.',
    default: 2000,
    schema: wholeNumber(0, 1_000_000),
  },
  pingInterval: {
    flag: 'ping-interval',
    argument: 'seconds',
    description:
      'How often each connection is pinged, so that no proxy cuts it as idle; whole seconds. 0 never pings.',
    default: 25,
    schema: wholeNumber(0, 3600),
  },
  maxFrameBytes: {
    flag: 'max-frame-bytes',
    argument: 'bytes',
    description: 'Longest frame that is read. A longer one is answered with an error.',
    default: 262_144,
    schema: wholeNumber(1024, 8_388_608),
  },
  maxSessions: {
    flag: 'max-sessions',
    argument: 'number',
    description:
      'Sessions that may be live at once; further connections are closed with 1013. 0 sets no limit.',
    default: 10_000,
    schema: wholeNumber(0, 1_000_000),
  },
  maxRate: {
    flag: 'max-rate',
    argument: 'samples',
    description:
      'Samples a second that a session may send in the long run; more are refused. 0 sets no limit.',
    default: 0,
    schema: wholeNumber(0, 1_000_000),
  },
} as const satisfies Settings;
