import { z } from 'zod';
import type { Settings } from './setting.ts';

/** How servers act as one. */
export const CLUSTER_SETTINGS = {
  cluster: {
    flag: 'cluster',
    argument: 'url',
    description:
      'Redis through which servers with the same store act as one: redis://…, rediss://… or redis+sentinel://…; none for a server that is alone.',
    default: '',
    defaultText: 'that of --store, where that is Redis',
    holdsSecret: true,
    schema: z.string(),
  },
} as const satisfies Settings;
