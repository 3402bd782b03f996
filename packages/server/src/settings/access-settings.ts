import { z } from 'zod';
import { TOKEN, TOKEN_RULE } from '../auth/admin-token.ts';
import { basePath, originList } from '../setting-schemas.ts';
import type { Settings } from './setting.ts';

/** Who may do what, and from where. */
export const ACCESS_SETTINGS = {
  adminToken: {
    flag: 'admin-token',
    argument: 'token',
    description:
      "Secret that shows and ends other people's sessions from beyond this machine. Better set by its variable: flags can be seen by other users.",
    default: '',
    defaultText: 'made at each start',
    schema: z.string().regex(TOKEN, TOKEN_RULE),
  },
  basePath: {
    flag: 'base-path',
    argument: 'path',
    description:
      'Path below which a reverse proxy serves this server, such as /app, whether it keeps or strips it.',
    default: '',
    defaultText: 'none',
    schema: basePath,
  },
  allowedOrigins: {
    flag: 'allowed-origins',
    argument: 'list',
    description:
      'Web pages that may use the server beside its own and those of this machine, as https://app.example.org, separated by commas. * allows all but null and file://, which files and sandboxed frames send.',
    default: '',
    defaultText: 'none',
    schema: originList,
  },
} as const satisfies Settings;
