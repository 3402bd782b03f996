import type { Hono } from 'hono';
import { generateSpecs } from 'hono-openapi';
import { ADMIN_TOKEN } from '../http/document-route.ts';
import type { RestEnv } from '../http/rest-env.ts';
import { VERSION } from '../version.ts';
import type { PublishedPaths } from './published-paths.ts';

/** An OpenAPI document of this server. */
export type OpenApiDocument = Awaited<ReturnType<typeof openApi>>;

/**
 * The HTTP interface as an OpenAPI 3.1 document, made from the routes of the app that have a
 * `documentRoute`.
 */
export async function openApi(app: Hono<RestEnv>, { basePath, streamPath }: PublishedPaths) {
  const { paths, ...document } = await generateSpecs(app, {
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
        },
      },
    },
  });
  const tags = Object.values(paths).flatMap((methods) =>
    Object.values(methods).flatMap((one) => (one as { tags?: string[] }).tags ?? []),
  );
  return { ...document, tags: [...new Set(tags)].map((name) => ({ name })), paths };
}
