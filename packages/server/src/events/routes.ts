import { StepEvent, UserSessionEvent } from '@stepstream/protocol/schemas';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../auth/access.ts';
import { documentRoute } from '../http/document-route.ts';
import { readersOfUser } from '../http/operators-only.ts';
import { problem } from '../http/problem.ts';
import { connectionOf, type RestEnv } from '../http/rest-env.ts';
import { USER_PARAMETER, userInPath } from '../http/user-in-path.ts';
import { EventStream } from './event-stream.ts';
import { parsePosition } from './step-position.ts';
import type { UserEvents } from './user-events.ts';

/** What the routes of events need. */
export interface EventRoutesContext {
  readonly events: UserEvents;
  readonly access: Access;
  readonly limits: FollowerLimits;
}

/** How many connections an address may keep open. */
export interface FollowerLimits {
  /** Whether it may have one more; seconds to wait, 0 where it may. */
  connection(address: string | undefined): number;
  /** One is open; call what this returns once when it is closed. */
  connected(address: string | undefined): () => void;
}

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  // nginx would hold events back to send them together.
  'x-accel-buffering': 'no',
};

/** `GET /users/{id}/events`: operators, and users themselves, follow the steps of a user, as server-sent events. */
export function createEventRoutes(context: EventRoutesContext): Hono<RestEnv> {
  const { events, access, limits } = context;
  const routes = new Hono<RestEnv>();
  routes.get('/users/:id/events', readersOfUser(access), DOCUMENTATION, (c) => {
    const userId = userInPath(c);
    if (userId === undefined) return problem('invalid_user');
    // Nobody would read, or cancel, the body of an answer to HEAD.
    if (c.req.method === 'HEAD') return new Response(null, { headers: HEADERS });
    const { address } = connectionOf(c);
    const wait = limits.connection(address);
    if (wait > 0) return problem('too_many_requests', { 'retry-after': `${Math.ceil(wait)}` });
    const disconnected = limits.connected(address);
    const last = c.req.header('last-event-id') || c.req.query('last_event_id');
    // Whoever follows by a token does so as long as it holds, and comes back with another one.
    const { expiresAt } = c.get('actor');
    const timer =
      expiresAt === undefined ? undefined : setTimeout(() => stream.close(), msUntil(expiresAt));
    const stream = new EventStream({
      onEnd() {
        clearTimeout(timer);
        disconnected();
        events.leave(userId, stream);
      },
      idleTimeout: c.env?.idleTimeout,
    });
    events.join(userId, stream, last ? (parsePosition(last) ?? 'unknown') : undefined);
    return new Response(stream.body, { headers: HEADERS });
  });
  return routes;
}

/** Runtimes have no longer timers. */
const MAX_TIMER_MS = 2_000_000_000;

/** Milliseconds until a time in Unix seconds. */
function msUntil(seconds: number): number {
  return Math.min(Math.max(1000 * seconds - Date.now(), 0), MAX_TIMER_MS);
}

const DOCUMENTATION = documentRoute({
  id: 'followUser',
  tag: 'Users',
  readersOnly: true,
  summary: 'The steps of a user as they are confirmed, as server-sent events',
  description:
    'Events `step`, each with an id, and `session`: one at the beginning that tells how things stand, and one whenever a session of the user begins, goes on or ends. Who comes back with `Last-Event-ID` is first told the steps since that one. The stream ends when the server stops, or when it is read too slowly: come back then.',
  parameters: [
    USER_PARAMETER,
    {
      name: 'last_event_id',
      in: 'query',
      description: 'The same as the header `Last-Event-ID`, for clients that can not set it.',
    },
  ],
  answer: {
    description: 'The data of each event: a step, or how the session of the user stands.',
    body: z.union([StepEvent, UserSessionEvent]),
    contentType: 'text/event-stream',
  },
  problems: ['invalid_user', 'too_many_requests'],
});
