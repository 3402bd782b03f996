import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { createDocumentRoutes } from '../documents/routes.ts';
import { allowedOrigins } from './allowed-origins.ts';
import { createHealthRoutes, type HealthContext } from './health.ts';
import { problem } from './problem.ts';
import { refuseOtherMethods } from './refuse-other-methods.ts';
import type { RestEnv } from './rest-env.ts';
import { createSessionRoutes, type SessionsContext } from './sessions.ts';

/** What the REST interface needs. */
export interface RestContext extends HealthContext, SessionsContext {
  /** Receives errors that no route handles. */
  onError(error: Error): void;
  /** The routes of the console. */
  readonly page: Hono<RestEnv>;
  /** Routes that are made elsewhere, such as those of the ingest and of users. */
  readonly more?: readonly Hono<RestEnv>[];
  /** The path under which proxies publish the server, such as `/app`. Default: none. */
  readonly basePath?: string;
  /** The path of the stream below the base path. Default: `/ws/realtime`. */
  readonly streamPath?: string;
}

/** Sent with every answer: browsers may not guess types, show it in frames or send a referrer. */
const HEADERS = secureHeaders({
  xFrameOptions: 'DENY',
  referrerPolicy: 'no-referrer',
  // Whether a host speaks HTTPS only is the operator's decision.
  strictTransportSecurity: false,
  // Browsers warn of these on pages without HTTPS.
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
});

/**
 * The HTTP interface: REST, the documents and the console. Paths come without the base path (see
 * `stripBasePath`). A new resource is a file like `sessions.ts`, mounted here.
 */
export function createRestApp(context: RestContext): Hono<RestEnv> {
  const { access, page, onError, more = [] } = context;
  const app = new Hono<RestEnv>();

  app.use(HEADERS);
  app.use(allowedOrigins(access));
  app.route('/', createSessionRoutes(context));
  for (const routes of more) app.route('/', routes);
  app.route('/', createHealthRoutes(context));
  app.route('/', createDocumentRoutes({ ...context, app }));
  app.route('/', page);

  refuseOtherMethods(app);
  app.notFound(() => problem('not_found'));
  app.onError((error) => {
    onError(error);
    return problem('internal_error');
  });
  return app;
}
