import { Hono } from 'hono';
import { describeRoute, generateSpecs } from 'hono-openapi';
import { descriptionOf } from '../http/document-route.ts';
import type { RestEnv } from '../http/rest-env.ts';
import { VERSION } from '../version.ts';
import { ADMIN_TOKEN, describeOperation, USER_TOKEN } from './describe-operation.ts';
import type { PublishedPaths } from './published-paths.ts';
import { describeWebhooks } from './webhooks.ts';

/** An OpenAPI document of this server. */
export type OpenApiDocument = Awaited<ReturnType<typeof openApi>>;

/**
 * The HTTP interface as an OpenAPI 3.1 document, made from the routes of the app that have a
 * `documentRoute`.
 */
export async function openApi(app: Hono<RestEnv>, { basePath, streamPath }: PublishedPaths) {
  const { paths, ...document } = await generateSpecs(describedRoutes(app), {
    // Without this, `/openapi.json` counts as a file.
    excludeStaticFile: false,
    documentation: {
      info: {
        title: 'Stepstream: the HTTP interface',
        version: VERSION,
        license: { name: 'MIT', identifier: 'MIT' },
        description: `See and end sessions, push from devices without a socket. The stream itself is a WebSocket at ${streamPath}; ${basePath}/asyncapi.json describes it. Fields may be added to any answer.`,
      },
      servers: [{ url: basePath || '/', description: 'This server.' }],
      components: {
        securitySchemes: {
          [ADMIN_TOKEN]: {
            type: 'http',
            scheme: 'bearer',
            description: 'The token that the server prints when it starts, or that was set.',
          },
          [USER_TOKEN]: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description:
              'The token of a user, where the server has `--auth token`; also as `?access_token=` where no header can be set. It must have the scope that stands with it; without a claim of scopes it has `stream` and `history:read`, for the user that it names.',
          },
        },
      },
    },
  });
  const tags = Object.values(paths).flatMap((methods) =>
    Object.values(methods).flatMap((one) => (one as { tags?: string[] }).tags ?? []),
  );
  return {
    ...document,
    tags: [...new Set(tags)].map((name) => ({ name })),
    paths,
    webhooks: describeWebhooks(),
  };
}

/** The documented routes of an app, as hono-openapi expects them. */
function describedRoutes(app: Hono<RestEnv>): Hono {
  const described = new Hono();
  for (const { method, path, handler } of app.routes) {
    const description = descriptionOf(handler);
    if (description) described.on(method, path, describeRoute(describeOperation(description)));
  }
  return described;
}
