import { z } from 'zod';
import { wholeNumber, yesOrNo } from '../setting-schemas.ts';
import type { Settings } from './setting.ts';

/** The local network, and HTTPS. */
export const NETWORK_SETTINGS = {
  lan: {
    flag: 'lan',
    argument: null,
    description:
      'Also listen on the local network, over HTTPS with a self-signed certificate, as phones need.',
    default: false,
    schema: yesOrNo,
  },
  lanPort: {
    flag: 'lan-port',
    argument: 'number',
    description: 'Port for --lan. 0 picks a free one.',
    default: 8443,
    schema: wholeNumber(0, 65535),
  },
  tlsCert: {
    flag: 'tls-cert',
    argument: 'file',
    description:
      'Certificate (PEM) for HTTPS, with --tls-key. Both are read again when they change, and on SIGHUP. With --lan, they are used on the network only.',
    default: '',
    defaultText: 'none',
    schema: z.string(),
  },
  tlsKey: {
    flag: 'tls-key',
    argument: 'file',
    description: 'Private key (PEM) of --tls-cert.',
    default: '',
    defaultText: 'none',
    schema: z.string(),
  },
  hsts: {
    flag: 'hsts',
    argument: 'seconds',
    description:
      'How long browsers that came over HTTPS use nothing else with this host (HSTS), in whole seconds. 0 sends no such header; 1 takes it back.',
    default: 0,
    schema: wholeNumber(0, 63_072_000),
  },
} as const satisfies Settings;
