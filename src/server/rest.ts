import { Hono } from 'hono';
import type { Session, SessionRegistry } from '../session/index.ts';
import { problem } from './problem.ts';

/** What the REST routes report on. */
export interface RestContext {
  readonly registry: SessionRegistry;
  /** Seconds since the server began. */
  uptime(): number;
  /** Unix time in milliseconds. */
  now(): number;
  /** Told of failures nobody foresaw. */
  onError(error: Error): void;
  /** Routes of other rooms. */
  readonly more?: readonly Hono[];
}

/** The REST interface: see and end sessions, and whether the server is well. */
export function createRestApp({ registry, uptime, now, onError, more = [] }: RestContext): Hono {
  const app = new Hono();

  app.get('/', (c) =>
    c.json({
      name: 'stepstream',
      endpoints: ['/ws/realtime', '/sessions', '/sessions/{id}', '/health'],
    }),
  );

  app.get('/health', (c) =>
    c.json({
      status: 'healthy',
      model_loaded: true,
      device: 'cpu',
      active_sessions: registry.size,
      timestamp: unixTime(now()),
      uptime: uptime(),
    }),
  );

  app.get('/sessions', (c) =>
    c.json({
      active_sessions: registry.size,
      total_requests: registry.totalRequests,
      sessions: Object.fromEntries([...registry.sessions()].map((s) => [s.id, summary(s)])),
    }),
  );

  app.get('/sessions/:id', (c) => {
    const session = registry.get(c.req.param('id'));
    if (!session) return problem('session_not_found');
    return c.json({
      session_id: session.id,
      ...(session.userId !== undefined && { user_id: session.userId }),
      created_at: session.createdAt,
      last_activity: session.lastActivity,
      duration: session.duration,
      total_requests: session.requests,
      total_steps: session.steps,
      is_active: true,
    });
  });

  app.delete('/sessions/:id', (c) => {
    const id = c.req.param('id');
    const session = registry.get(id);
    if (!session) {
      // One that is not connected is not there for anybody, but must not come back either.
      registry.forget(id);
      return problem('session_not_found');
    }
    registry.end(session, 'terminated');
    return c.json({
      message: `Session ${session.id} terminated successfully`,
      timestamp: unixTime(now()),
    });
  });

  for (const routes of more) app.route('/', routes);

  app.all('/', () => problem('method_not_allowed', { allow: 'GET, HEAD' }));
  app.all('/health', () => problem('method_not_allowed', { allow: 'GET, HEAD' }));
  app.all('/sessions', () => problem('method_not_allowed', { allow: 'GET, HEAD' }));
  app.all('/sessions/:id', () => problem('method_not_allowed', { allow: 'GET, HEAD, DELETE' }));
  app.notFound(() => problem('not_found'));
  app.onError((error) => {
    onError(error);
    return problem('internal_error');
  });
  return app;
}

function summary(session: Session) {
  return {
    duration: session.duration,
    requests: session.requests,
    last_activity: session.lastActivity,
    ...(session.userId !== undefined && { user_id: session.userId }),
    steps: session.steps,
  };
}

function unixTime(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
