import { ACCESS_SETTINGS } from './access-settings.ts';
import { AUDIT_SETTINGS } from './audit-settings.ts';
import { CLUSTER_SETTINGS } from './cluster-settings.ts';
import { DRAIN_SETTINGS } from './drain-settings.ts';
import { IDENTITY_SETTINGS } from './identity-settings.ts';
import { LIMIT_SETTINGS } from './limit-settings.ts';
import { NETWORK_SETTINGS } from './network-settings.ts';
import { SERVER_SETTINGS } from './server-settings.ts';
import { SESSION_SETTINGS } from './session-settings.ts';
import { STORE_SETTINGS } from './store-settings.ts';
import { WATCH_SETTINGS } from './watch-settings.ts';
import { WEBHOOK_SETTINGS } from './webhook-settings.ts';

export { isTokenSecret, SECRET_RULE } from './identity-settings.ts';
export type { LogLevel } from './server-settings.ts';
export type { Setting } from './setting.ts';

/** Everything that can be set, in the order of the help. The documents' table is made from this. */
export const SETTINGS = {
  ...SERVER_SETTINGS,
  ...SESSION_SETTINGS,
  ...LIMIT_SETTINGS,
  ...NETWORK_SETTINGS,
  ...STORE_SETTINGS,
  ...CLUSTER_SETTINGS,
  ...DRAIN_SETTINGS,
  ...ACCESS_SETTINGS,
  ...IDENTITY_SETTINGS,
  ...AUDIT_SETTINGS,
  ...WATCH_SETTINGS,
  ...WEBHOOK_SETTINGS,
};
