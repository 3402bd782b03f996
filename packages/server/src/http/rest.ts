import { Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { secureHeaders } from 'hono/secure-headers';
import type { Access } from '../auth/access.ts';
import type { Session, SessionRegistry } from '../session/index.ts';
import { problem } from './problem.ts';
import { callerOf, type RestEnv } from './rest-env.ts';

/** What the REST routes report on. */
export interface RestContext {
  readonly registry: SessionRegistry;
  readonly access: Access;
  /** Seconds since the server began. */
  uptime(): number;
  /** Unix time in milliseconds. */
  now(): number;
  /** Told of failures nobody foresaw. */
  onError(error: Error): void;
  /** The routes of the console. */
  readonly page: Hono<RestEnv>;
  /** Routes of other rooms. */
  readonly more?: readonly Hono[];
}

/** What all answers tell browsers: guess nothing, frame nothing, share nothing. */
const HEADERS = secureHeaders({
  xFrameOptions: 'DENY',
  referrerPolicy: 'no-referrer',
  // Whether a host is to be asked over HTTPS only is for who runs it to say.
  strictTransportSecurity: false,
  // Browsers complain of these where a page comes without HTTPS.
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
});

/** The REST interface: see and end sessions, and whether the server is well. */
export function createRestApp(context: RestContext): Hono<RestEnv> {
  const { registry, access, page, uptime, now, onError, more = [] } = context;
  const app = new Hono<RestEnv>();

  app.use(HEADERS);
  app.use(foreignPages(access));
  app.use('/sessions/*', operatorsOnly(access));

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

  app.route('/', page);
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

/** Refuses web pages that may not use this server, and lets the browser know of those that may. */
function foreignPages(access: Access): MiddlewareHandler<RestEnv> {
  // It is only asked for what has got past the line below.
  const share = cors({
    origin: (origin) => origin,
    allowMethods: ['GET', 'DELETE'],
    allowHeaders: ['authorization'],
  });
  return async (c, next) => {
    if (!access.originAllowed(callerOf(c))) return problem('origin_not_allowed');
    return c.req.header('origin') === undefined ? next() : share(c, next);
  };
}

/** Lets only those on who may see and end the sessions of others. */
function operatorsOnly(access: Access): MiddlewareHandler<RestEnv> {
  return async (c, next) => {
    if (access.isOperator(callerOf(c))) return next();
    return problem('admin_token_required', { 'www-authenticate': 'Bearer' });
  };
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
