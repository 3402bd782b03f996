import { z } from 'zod';
import { yesOrNo } from '../setting-schemas.ts';
import type { Settings } from './setting.ts';

/** What is kept of who did what. */
export const AUDIT_SETTINGS = {
  auditLog: {
    flag: 'audit-log',
    argument: 'file',
    description:
      'File that gets a line of JSON each time somebody ends a session, deletes or exports a user, or signs in to the console.',
    default: '',
    defaultText: 'none',
    schema: z.string(),
  },
  hashUserIds: {
    flag: 'hash-user-ids',
    argument: null,
    description:
      'Replace the names of users by a hash in the log and the audit log. Its key is made once, and kept in the state folder.',
    default: false,
    schema: yesOrNo,
  },
} as const satisfies Settings;
