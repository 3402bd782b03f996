import { type Context, Hono } from 'hono';
import { documentRoute } from '../http/document-route.ts';
import type { RestEnv } from '../http/rest-env.ts';
import { STREAM_PATH } from '../stream/index.ts';
import type { PublishedPaths } from './published-paths.ts';
import { HAS_SITE, loadSite, type SiteFile } from './site-files.ts';

/** What the routes of the documents need. */
export interface DocumentsContext extends Partial<PublishedPaths> {
  /** The app whose routes are documented; it may gain routes until the first request. */
  readonly app: Hono<RestEnv>;
}

/** The page of the interfaces runs no script and loads nothing, and this tells the browser so. */
const INTERFACES_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
/** The pages of the site load what they need from this server. */
const SITE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
const TAG = 'Documents';
const HOME = 'index.html';

/** The routes of the documents: OpenAPI, AsyncAPI, a page to read both, and the documentation as a site. */
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

  const site = once(loadSite);
  const interfaces = async (c: Context<RestEnv>) =>
    c.html(await page(), 200, { 'content-security-policy': INTERFACES_POLICY });

  routes.get(
    '/docs',
    documentRoute({
      id: 'getDocs',
      tag: TAG,
      summary: 'The documentation, to read',
      answer: {
        description: 'The first page. `/docs/api.html` describes every call and message.',
        contentType: 'text/html',
      },
    }),
    async (c) => {
      const home = HAS_SITE && (await site()).get(HOME);
      if (!home) return interfaces(c);
      // Its addresses are relative to the folder below this address.
      const html = new TextDecoder()
        .decode(home.body)
        .replace(/ (href|src|data-top)="(?!\w+:|#)/g, ' $1="docs/');
      return c.html(html, 200, { 'content-security-policy': SITE_POLICY });
    },
  );
  routes.get('/docs/api.html', interfaces);
  routes.get('/docs/*', async (c, next) => {
    if (!HAS_SITE) return next();
    const path = c.req.path.slice('/docs/'.length) || HOME;
    const files = await site();
    // People leave endings out.
    const file = files.get(path) ?? files.get(`${path}.html`) ?? files.get(`${path}/${HOME}`);
    return file ? sendFile(c, file) : next();
  });
  return routes;
}

function sendFile(c: Context, { body, gzipped, type }: SiteFile): Response {
  c.header('content-type', type);
  c.header('content-security-policy', SITE_POLICY);
  c.header('cache-control', 'no-cache');
  c.header('vary', 'accept-encoding');
  if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(body);
  c.header('content-encoding', 'gzip');
  return c.body(gzipped);
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
