import { startServer } from 'stepstream';
import type { OpenApiDocument } from 'stepstream/internals';

/** The OpenAPI document of a server with default settings, as it is served. */
export async function servedOpenApi(): Promise<OpenApiDocument> {
  const server = startServer({ port: 0, logLevel: 'silent' });
  try {
    return (await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApiDocument;
  } finally {
    await server.stop();
  }
}
