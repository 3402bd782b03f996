import type { StepSession } from '../hooks/index.ts';
import type { Sessions } from './sessions.ts';

/** What a list tells of a session, wherever it is. */
export type SessionFacts = Pick<
  StepSession,
  'createdAt' | 'duration' | 'hints' | 'id' | 'lastActivity' | 'requests' | 'steps' | 'userId'
>;

/** Which live sessions are wanted. */
export interface SessionQuery {
  readonly limit: number;
  /** Only those behind this one, in the order of their beginnings. */
  readonly after?: Pick<SessionFacts, 'createdAt' | 'id'> | undefined;
  /** Only that of this user. */
  readonly userId?: string | undefined;
}

/** Some of the live sessions, the oldest first. */
export interface SessionPage {
  readonly sessions: readonly SessionFacts[];
  /** Whether there are more behind them. */
  readonly hasMore: boolean;
}

/** The live sessions, as operators see them: of this server, or of all that act as one. */
export interface SessionDirectory {
  /** How many are live, and messages of all clients since the beginning. */
  totals(): { readonly sessions: number; readonly requests: number };
  list(query: SessionQuery): Promise<SessionPage>;
  get(id: string): Promise<SessionFacts | undefined>;
  /** Ends a session as an operator would (close 4410). False where there is none of this id. */
  end(id: string): Promise<boolean>;
}

/** The directory of a server that is alone. */
export function localDirectory(sessions: Sessions): SessionDirectory {
  return {
    totals: () => ({ sessions: sessions.size, requests: sessions.totalRequests }),
    list: async (query) => pageOf(sessions.list(), query),
    get: async (id) => sessions.get(id),
    end: async (id) => sessions.end(id),
  };
}

/** The part of sessions that is asked for. */
export function pageOf(
  sessions: Iterable<SessionFacts>,
  { limit, after, userId }: SessionQuery,
): SessionPage {
  const all = [...sessions].filter(
    (one) =>
      (userId === undefined || one.userId === userId) &&
      (after === undefined || compare(one, after) > 0),
  );
  all.sort(compare);
  return { sessions: all.slice(0, limit), hasMore: all.length > limit };
}

/** What is to be told of a session to others: a copy. */
export function factsOf(session: SessionFacts): SessionFacts {
  const { id, userId, createdAt, lastActivity, duration, requests, steps, hints } = session;
  return { id, userId, createdAt, lastActivity, duration, requests, steps, hints };
}

function compare(
  one: Pick<SessionFacts, 'createdAt' | 'id'>,
  other: Pick<SessionFacts, 'createdAt' | 'id'>,
): number {
  return one.createdAt - other.createdAt || (one.id < other.id ? -1 : Number(one.id > other.id));
}
