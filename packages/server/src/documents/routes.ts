import { Hono } from 'hono';
import { problem } from '../http/problem.ts';
import { asyncApi } from './asyncapi.ts';
import { openApi } from './openapi.ts';
import { docsPage } from './page.ts';

/** The page runs nothing and asks nobody for anything, and says so to the browser. */
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** The routes of the documents: OpenAPI, AsyncAPI, and a page to read both. */
export function createDocumentRoutes(): Hono {
  const routes = new Hono();
  const rest = once(openApi);
  const stream = once(asyncApi);
  const page = once(() => docsPage(rest(), stream()));

  routes.get('/openapi.json', (c) => c.json(rest()));
  routes.get('/asyncapi.json', (c) => c.json(stream()));
  routes.get('/docs', (c) => c.html(page(), 200, { 'content-security-policy': PAGE_POLICY }));
  for (const path of ['/openapi.json', '/asyncapi.json', '/docs']) {
    routes.all(path, () => problem('method_not_allowed', { allow: 'GET, HEAD' }));
  }
  return routes;
}

/** Makes a value when it is first asked for: most servers are never asked for their documents. */
function once<Value>(make: () => Value): () => Value {
  let value: { readonly made: Value } | undefined;
  return () => {
    value ??= { made: make() };
    return value.made;
  };
}
