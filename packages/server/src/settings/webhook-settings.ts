import { z } from 'zod';
import { IN_FILE, yesOrNo } from '../setting-schemas.ts';
import { readEndpointUrls } from '../webhooks/endpoint-urls.ts';
import { readSecrets } from '../webhooks/sign.ts';
import type { Settings } from './setting.ts';

const endpointUrls = z
  .string()
  .transform((list, context) => {
    const urls = readEndpointUrls(list);
    if (urls !== undefined) return urls.join(',');
    context.addIssue(
      'expected up to 10 addresses such as https://app.example.org/steps, without a password, separated by commas',
    );
    return z.NEVER;
  })
  .meta(IN_FILE.list);

/** Whom webhooks tell, and how. */
export const WEBHOOK_SETTINGS = {
  webhookUrl: {
    flag: 'webhook-url',
    argument: 'list',
    description:
      'Addresses that are told of the sessions and steps of named users, separated by commas. Needs --webhook-secret.',
    default: '',
    defaultText: 'none',
    holdsSecret: true,
    schema: endpointUrls,
  },
  webhookSecret: {
    flag: 'webhook-secret',
    argument: 'list',
    description:
      'Secret that signs webhooks: whsec_ and 24 to 64 bytes in base64; while you change it, the new and the old one, separated by a comma. Better set by its variable: flags can be seen by other users.',
    default: '',
    defaultText: 'none',
    isSecret: true,
    schema: z
      .string()
      .refine((list) => readSecrets(list) !== undefined, {
        error: 'expected whsec_ and 24 to 64 bytes in base64, several separated by commas',
      })
      .meta(IN_FILE.list),
  },
  webhookAllowHttp: {
    flag: 'webhook-allow-http',
    argument: null,
    description:
      'Also allow http addresses of other machines; everybody on the way can then read the webhooks.',
    default: false,
    schema: yesOrNo,
  },
} as const satisfies Settings;
