import type { Hono } from 'hono';
import type { Access } from '../auth/access.ts';
import { createEventRoutes, type FollowerLimits } from '../events/routes.ts';
import type { UsersElsewhere } from '../events/user-elsewhere.ts';
import { UserEvents } from '../events/user-events.ts';
import type { Hooks } from '../hooks/index.ts';
import type { Audit } from '../http/audited.ts';
import type { RestEnv } from '../http/rest-env.ts';
import type { Clock, Sessions } from '../session/index.ts';
import { createWebhookRoutes } from '../webhooks/routes.ts';
import { Webhooks } from '../webhooks/webhooks.ts';
import type { Logger } from './logger.ts';
import type { WebhookDestinations } from './webhook-settings.ts';

/** What the ways to other programs need. */
export interface AppFeedsContext {
  readonly hooks: Hooks;
  readonly sessions: Sessions;
  readonly access: Access;
  /** Users whose sessions are at other servers. */
  readonly elsewhere: UsersElsewhere | undefined;
  readonly audit: Audit;
  /** How many may follow from one address. */
  readonly limits: FollowerLimits;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How often a silent stream shows that it lives, in seconds; 0 for never. */
  readonly keepAliveSeconds: number;
  /** Where webhooks go; undefined where there are none. */
  readonly webhooks: WebhookDestinations | undefined;
}

/** How other programs follow what users do: streams of events, and webhooks. */
export interface AppFeeds {
  readonly routes: readonly Hono<RestEnv>[];
  /** Undefined where there are none. */
  readonly webhooks: Webhooks | undefined;
  /** Ends the streams, and sends what webhooks have left, within so many milliseconds. */
  close(within: number): Promise<void>;
}

/** Makes the ways to other programs. They listen to the hooks, as an extension would. */
export function createAppFeeds(context: AppFeedsContext): AppFeeds {
  const { hooks, sessions, access, audit, clock, logger, keepAliveSeconds } = context;
  const { elsewhere } = context;
  const events = new UserEvents({ hooks, sessions, clock, keepAliveSeconds, elsewhere });
  const webhooks =
    context.webhooks && new Webhooks({ ...context.webhooks, hooks, clock, log: logger });
  return {
    webhooks,
    routes: [
      createEventRoutes({ events, access, limits: context.limits }),
      createWebhookRoutes({ webhooks, access, audit }),
    ],
    async close(within) {
      events.close();
      await webhooks?.close(within);
    },
  };
}
