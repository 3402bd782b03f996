import { Hono } from 'hono';
import { documentRoute } from '../http/document-route.ts';
import type { RestEnv } from '../http/rest-env.ts';
import { STREAM_PATH } from '../stream/index.ts';
import type { PublishedPaths } from './published-paths.ts';

/** What the routes of the documents need. */
export interface DocumentsContext extends Partial<PublishedPaths> {
  /** The app whose routes are documented; it may gain routes until the first request. */
  readonly app: Hono<RestEnv>;
}

/** The page runs no script and loads nothing, and this tells the browser so. */
const PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
const TAG = 'Documents';

/** The routes of the documents: OpenAPI, AsyncAPI, and a page to read both. */
export function createDocumentRoutes(context: DocumentsContext): Hono<RestEnv> {
  const { app, basePath = '', streamPath = STREAM_PATH } = context;
  const paths = { basePath, streamPath };
  const routes = new Hono<RestEnv>();
  // Most servers are never asked for documents, so their code is loaded with the first request.
  const openApi = once(async () => (await import('./openapi.ts')).openApi(app, paths));
  const asyncApi = once(async () => (await import('./asyncapi.ts')).asyncApi(paths));
  const page = once(async () => {
    const { docsPage } = await import('./page.ts');
    return docsPage(await openApi(), await asyncApi(), paths);
  });

  routes.get(
    '/openapi.json',
    documentRoute({
      id: 'getOpenApi',
      tag: TAG,
      summary: 'This document',
      answer: { description: 'The HTTP interface as OpenAPI 3.1.' },
    }),
    async (c) => c.json(await openApi()),
  );

  routes.get(
    '/asyncapi.json',
    documentRoute({
      id: 'getAsyncApi',
      tag: TAG,
      summary: `The contract of the WebSocket at ${streamPath}`,
      answer: { description: 'The stream as AsyncAPI 3.' },
    }),
    async (c) => c.json(await asyncApi()),
  );

  routes.get(
    '/docs',
    documentRoute({
      id: 'getDocs',
      tag: TAG,
      summary: 'Both documents, to read',
      answer: { description: 'A page with both documents.', contentType: 'text/html' },
    }),
    async (c) => c.html(await page(), 200, { 'content-security-policy': PAGE_POLICY }),
  );
  return routes;
}

/** Makes a value at the first call and keeps it; a failed attempt is not kept. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
