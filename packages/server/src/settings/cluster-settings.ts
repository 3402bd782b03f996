import { z } from 'zod';
import { wholeNumberOrAuto } from '../setting-schemas.ts';
import type { Settings } from './setting.ts';

/** How servers act as one. */
export const CLUSTER_SETTINGS = {
  cluster: {
    flag: 'cluster',
    argument: 'url',
    description:
      'Redis through which servers with the same store act as one: redis://…, rediss://…, redis+sentinel://… or redis+cluster://…; none for a single server.',
    default: '',
    defaultText: 'that of --store, if that is Redis',
    holdsSecret: true,
    schema: z
      .string()
      .regex(
        /^(?:none|rediss?(?:\+(?:sentinel|cluster))?:\/\/.*)?$/s,
        'expected none, or redis://…, rediss://…, redis+sentinel://… or redis+cluster://…',
      ),
  },
  workers: {
    flag: 'workers',
    argument: 'number',
    description:
      'Processes that share the port and act as one through a Redis; auto starts one for each processor.',
    default: 1,
    schema: wholeNumberOrAuto(1, 256),
  },
} as const satisfies Settings;
