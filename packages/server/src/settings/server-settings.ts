import { DEFAULT_MODEL } from '@stepstream/detector';
import { z } from 'zod';
import { wholeNumber } from '../setting-schemas.ts';
import type { Settings } from './setting.ts';

const LOG_LEVELS = ['info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where a server listens, what it detects with, and what it logs. */
export const SERVER_SETTINGS = {
  host: {
    flag: 'host',
    argument: 'address',
    description: 'Address to listen on. 0.0.0.0 opens the server to your network.',
    default: '127.0.0.1',
    // An IPv6 address may come in the brackets that it has in a URL.
    schema: z
      .string()
      .min(1, 'expected an address, such as 127.0.0.1')
      .transform((host) => host.replace(/^\[(.*)\]$/, '$1')),
  },
  port: {
    flag: 'port',
    argument: 'number',
    description: 'Port to listen on. 0 picks a free one.',
    default: 8000,
    schema: wholeNumber(0, 65535),
  },
  model: {
    flag: 'model',
    argument: 'name-or-path',
    description:
      'The detector: classic, the name of a model in models/, or the path of a .safetensors file.',
    default: DEFAULT_MODEL,
    schema: z.string().min(1, 'expected classic, a name or a path'),
  },
  logLevel: {
    flag: 'log-level',
    argument: 'level',
    description: `What is logged, as JSON lines on stderr: ${LOG_LEVELS.join(', ')}.`,
    default: 'info',
    reloads: true,
    schema: z.enum(LOG_LEVELS, `expected one of ${LOG_LEVELS.join(', ')}`),
  },
} as const satisfies Settings;
