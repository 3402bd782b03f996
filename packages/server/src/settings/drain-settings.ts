import { seconds, secondsOrAuto } from '../setting-schemas.ts';
import type { Settings } from './setting.ts';

/** How a server that is told to stop disconnects its clients. */
export const DRAIN_SETTINGS = {
  drainDelay: {
    flag: 'drain-delay',
    argument: 'seconds',
    description:
      'How long a server that is told to stop still serves its clients, so that load balancers notice that it is not ready.',
    default: 0,
    schema: seconds(0, 600),
  },
  drainSpread: {
    flag: 'drain-spread',
    argument: 'seconds',
    description:
      'Time over which its clients are then disconnected, one after the other, so that they do not all come back at once. auto takes 5 ms a client, 5 s at most.',
    default: 'auto',
    schema: secondsOrAuto(0, 600),
  },
  grace: {
    flag: 'grace',
    argument: 'seconds',
    description:
      'Longest that stopping may take; then the server ends. Delay and spread must fit into it.',
    default: 30,
    schema: seconds(0.1, 1800),
  },
} as const satisfies Settings;
