import type { Hono } from 'hono';
import type { Access } from '../auth/access.ts';
import type { ClusterNode } from '../cluster/index.ts';
import type { Durability } from '../durable/index.ts';
import { createUserRoutes, Retention, UserHistory } from '../history/index.ts';
import type { Audit } from '../http/audited.ts';
import type { RestEnv } from '../http/rest-env.ts';
import type { Clock, SessionRegistry, Sessions } from '../session/index.ts';

/** How long history is kept that nothing but memory holds, where nobody says how long. */
const MEMORY_DAYS = 7;

/** What the history of users needs. */
export interface HistoryContext {
  readonly durability: Durability;
  readonly registry: SessionRegistry;
  readonly sessions: Sessions;
  readonly access: Access;
  readonly audit: Audit;
  readonly clock: Clock;
  /** How long steps are kept; 0 for ever, if not in memory. */
  readonly days: number;
  /** Other servers, which may have the session of a user. */
  readonly cluster: Pick<ClusterNode, 'forgetUser' | 'saveUser'> | undefined;
  /** Told of a user of whom nothing is to be kept, once their session has ended. */
  onForget(userId: string): void;
  /** Told of a store that fails. */
  onError(error: unknown): void;
}

/** The history of users: its routes, and its end. */
export interface History {
  readonly routes: Hono<RestEnv>;
  /** Stops its timer, and waits for what is under way. */
  close(): Promise<void>;
}

/** Makes the history of users: what is stored, and what live sessions have counted since. */
export function createHistory(context: HistoryContext): History {
  const { durability, registry, sessions, access, audit, clock, onError, onForget, cluster } =
    context;
  const { store, buffer } = durability;
  const history = new UserHistory({
    store,
    buffer,
    async endUser(userId) {
      sessions.endUser(userId);
      await cluster?.forgetUser(userId);
      onForget(userId);
    },
    saveUser(userId) {
      const session = registry.ofUser(userId);
      if (session) durability.save(session.id);
      return cluster?.saveUser(userId);
    },
  });
  const days = context.days || (store.name === 'memory' ? MEMORY_DAYS : 0);
  const retention = new Retention({ history, clock, days, onError });
  return {
    routes: createUserRoutes({ history, access, audit, clock, onError }),
    close: () => retention.close(),
  };
}
