import { Hono } from 'hono';
import { createDocumentRoutes } from '../documents/routes.ts';
import { createHealthRoutes, type HealthContext } from './health.ts';
import { problem } from './problem.ts';
import { refuseOtherMethods } from './refuse-other-methods.ts';
import { connectionOf, type RestEnv } from './rest-env.ts';
import { createSessionRoutes, type SessionsContext } from './sessions.ts';

/** What the REST interface needs. */
export interface RestContext extends HealthContext, SessionsContext {
  /** Receives errors that no route handles, and what their request is called. */
  onError(error: Error, requestId?: string): void;
  /** The routes of the console. */
  readonly page: Hono<RestEnv>;
  /** Routes that are made elsewhere, such as those of the ingest and of users. */
  readonly more?: readonly Hono<RestEnv>[];
  /** The path under which proxies publish the server, such as `/app`. Default: none. */
  readonly basePath?: string;
  /** The path of the stream below the base path. Default: `/ws/realtime`. */
  readonly streamPath?: string;
}

/**
 * The HTTP interface: REST, the documents and the console. Paths come without the base path (see
 * `stripBasePath`), and only from pages that may use this server (see `ResponseRules`). A new resource is a file like `sessions.ts`, mounted here.
 */
export function createRestApp(context: RestContext): Hono<RestEnv> {
  const { page, onError, more = [] } = context;
  const app = new Hono<RestEnv>();

  app.route('/', createSessionRoutes(context));
  for (const routes of more) app.route('/', routes);
  app.route('/', createHealthRoutes(context));
  app.route('/', createDocumentRoutes({ ...context, app }));
  app.route('/', page);

  refuseOtherMethods(app);
  app.notFound(() => problem('not_found'));
  app.onError((error, c) => {
    onError(error, connectionOf(c).requestId);
    return problem('internal_error');
  });
  return app;
}
