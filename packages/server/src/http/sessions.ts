import { SessionDetails, SessionEnded, SessionList } from '@stepstream/protocol/schemas';
import { Hono } from 'hono';
import type { z } from 'zod';
import type { Access } from '../auth/access.ts';
import {
  localDirectory,
  type SessionDirectory,
  type SessionFacts,
  type Sessions,
} from '../session/index.ts';
import { type Audit, audited, NO_AUDIT } from './audited.ts';
import { documentRoute } from './document-route.ts';
import { operatorsOnly } from './operators-only.ts';
import { problem } from './problem.ts';
import type { RestEnv } from './rest-env.ts';
import { MAX_SESSIONS_LISTED, readSessionQuery, sessionCursor } from './session-query.ts';
import { unixTime } from './unix-time.ts';

/** What the routes of sessions need. */
export interface SessionsContext {
  readonly sessions: Sessions;
  /** The live sessions of all servers that act as one. Default: those of this one. */
  readonly directory?: SessionDirectory;
  readonly access: Access;
  readonly audit?: Audit;
  /** Unix time in milliseconds. */
  now(): number;
}

const ID = { name: 'id', in: 'path', description: 'The id of the session.' } as const;
const COMMON = { tag: 'Sessions', operatorsOnly: true } as const;

/** `/sessions`: operators list, see and end the live sessions. */
export function createSessionRoutes(context: SessionsContext): Hono<RestEnv> {
  const { access, now, audit = NO_AUDIT } = context;
  const directory = context.directory ?? localDirectory(context.sessions);
  const routes = new Hono<RestEnv>();
  routes.use('/sessions/*', operatorsOnly(access));

  routes.get(
    '/sessions',
    documentRoute({
      ...COMMON,
      id: 'listSessions',
      summary: 'The live sessions',
      description:
        'The oldest first, at most `limit` of them; in a cluster those of all servers. `next_cursor` asks for the next part.',
      parameters: [
        {
          name: 'limit',
          in: 'query',
          description: `Most sessions of an answer, from 1 to ${MAX_SESSIONS_LISTED}. Default: ${MAX_SESSIONS_LISTED}.`,
        },
        { name: 'cursor', in: 'query', description: '`next_cursor` of the answer before.' },
        { name: 'user_id', in: 'query', description: 'Only the session of this user.' },
      ],
      answer: { description: 'Live sessions, by id.', body: SessionList },
      problems: ['invalid_limit', 'invalid_cursor', 'invalid_user'],
    }),
    async (c) => {
      const query = readSessionQuery((name) => c.req.query(name));
      if (query instanceof Response) return query;
      const { sessions, hasMore } = await directory.list(query);
      const last = sessions.at(-1);
      const totals = directory.totals();
      // Sums of a cluster are of a second ago. Where all are listed, they are counted as they are listed.
      const areAll = !hasMore && query.after === undefined && query.userId === undefined;
      return c.json({
        active_sessions: areAll ? sessions.length : totals.sessions,
        total_requests: totals.requests,
        sessions: Object.fromEntries(sessions.map((s) => [s.id, summary(s)])),
        next_cursor: hasMore && last ? sessionCursor(last) : null,
      } satisfies z.infer<typeof SessionList>);
    },
  );

  routes.get(
    '/sessions/:id',
    documentRoute({
      ...COMMON,
      id: 'getSession',
      summary: 'One live session',
      parameters: [ID],
      answer: { description: 'The session, with its counts.', body: SessionDetails },
      problems: ['session_not_found'],
    }),
    async (c) => {
      const session = await directory.get(c.req.param('id'));
      return session ? c.json(details(session)) : problem('session_not_found');
    },
  );

  routes.delete(
    '/sessions/:id',
    audited(audit, 'session.end', async (c) => {
      const session = c.req.param('id');
      return { session, user: session && (await directory.get(session))?.userId };
    }),
    documentRoute({
      ...COMMON,
      id: 'endSession',
      summary: 'Ends a session and its connection',
      parameters: [ID],
      answer: { description: 'The session has been ended.', body: SessionEnded },
      problems: ['session_not_found'],
    }),
    async (c) => {
      const id = c.req.param('id');
      if (!(await directory.end(id))) return problem('session_not_found');
      return c.json({
        message: `Session ${id} terminated successfully`,
        timestamp: unixTime(now()),
      } satisfies z.infer<typeof SessionEnded>);
    },
  );
  return routes;
}

function summary(session: SessionFacts): z.infer<typeof SessionList>['sessions'][string] {
  return {
    duration: session.duration,
    requests: session.requests,
    last_activity: session.lastActivity,
    ...(session.userId !== undefined && { user_id: session.userId }),
    steps: session.steps,
  };
}

function details(session: SessionFacts): z.infer<typeof SessionDetails> {
  return {
    session_id: session.id,
    ...(session.userId !== undefined && { user_id: session.userId }),
    created_at: session.createdAt,
    last_activity: session.lastActivity,
    duration: session.duration,
    total_requests: session.requests,
    total_steps: session.steps,
    is_active: true,
    ...(session.hints.length > 0 && {
      hints: session.hints.map(({ code, message }) => ({ code, message })),
    }),
  };
}
