import { z } from 'zod';
import { seconds, wholeNumber } from '../setting-schemas.ts';
import type { Settings } from './setting.ts';

/** What outlives the server, and where. */
export const STORE_SETTINGS = {
  store: {
    flag: 'store',
    argument: 'url',
    description:
      'Where sessions and history are kept: sqlite:PATH, postgres://…, redis://… or memory. A URL with a password is better set by its variable.',
    default: '',
    defaultText: 'sqlite:stepstream.db in the state folder',
    holdsSecret: true,
    schema: z.string(),
  },
  historyStore: {
    flag: 'history-store',
    argument: 'url',
    description: 'Where history is kept, if elsewhere than sessions.',
    default: '',
    defaultText: 'the same as --store',
    holdsSecret: true,
    schema: z.string(),
  },
  historyRetention: {
    flag: 'history-retention',
    argument: 'days',
    description:
      'How long the steps of users are kept. 0 keeps them for ever, or for a week if they are in memory.',
    default: 0,
    schema: wholeNumber(0, 36_500),
  },
  checkpointInterval: {
    flag: 'checkpoint-interval',
    argument: 'seconds',
    description:
      'How often each session that has changed is saved, so that it survives the end of the server.',
    default: 5,
    schema: seconds(0.1, 3600),
  },
  stateFolder: {
    flag: 'state-folder',
    argument: 'folder',
    description:
      'Where the store, the self-signed certificate and generated secrets are kept. Each server needs its own.',
    default: '',
    defaultText: '~/.local/state/stepstream',
    schema: z.string(),
  },
} as const satisfies Settings;
