import { z } from 'zod';
import { TOKEN, TOKEN_RULE } from '../auth/admin-token.ts';
import { basePath, originList, portOrNone, publicUrl } from '../setting-schemas.ts';
import type { Settings } from './setting.ts';

/** Who may do what, and from where. */
export const ACCESS_SETTINGS = {
  admin: {
    flag: 'admin',
    argument: 'kind',
    description:
      "Who may see and end other people's sessions: open allows every program on this machine; token asks for the admin token, or one of a user with the scope admin.",
    default: '',
    defaultText:
      'open if only this machine can reach the server and --auth is none; otherwise token',
    schema: z.enum(['', 'open', 'token'], 'expected open or token'),
  },
  adminToken: {
    flag: 'admin-token',
    argument: 'token',
    description:
      "Secret with which operators see and end other people's sessions. Better set by its variable: flags can be seen by other users.",
    default: '',
    defaultText: 'made at each start',
    isSecret: true,
    schema: z.string().regex(TOKEN, TOKEN_RULE),
  },
  adminPort: {
    flag: 'admin-port',
    argument: 'number',
    description:
      'A port for operators: metrics, their calls, the live view and the console are on it, and no longer on the other port; health is on both. 0 picks a free one.',
    default: 'none',
    schema: portOrNone,
  },
  adminHost: {
    flag: 'admin-host',
    argument: 'address',
    description: 'Address of --admin-port.',
    default: '127.0.0.1',
    schema: z
      .string()
      .min(1, 'expected an address, such as 127.0.0.1')
      .transform((host) => host.replace(/^\[(.*)\]$/, '$1')),
  },
  publicUrl: {
    flag: 'public-url',
    argument: 'url',
    description:
      'Address at which a reverse proxy publishes this server, such as https://steps.example.org. Always set it behind a proxy.',
    default: '',
    defaultText: 'none',
    schema: publicUrl,
  },
  basePath: {
    flag: 'base-path',
    argument: 'path',
    description:
      'Path below which a reverse proxy serves this server, such as /app. The proxy may keep or strip it.',
    default: '',
    defaultText: 'none',
    schema: basePath,
  },
  allowedOrigins: {
    flag: 'allowed-origins',
    argument: 'list',
    description:
      'Web pages that may use the server besides its own and those of this machine, such as https://app.example.org, separated by commas. * allows all but null and file://, which sandboxed frames and files send.',
    default: '',
    defaultText: 'none',
    schema: originList,
  },
} as const satisfies Settings;
