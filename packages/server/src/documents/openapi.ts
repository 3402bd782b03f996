import { VERSION } from '../version.ts';
import { ENDPOINTS, type Endpoint, type Named, PROBLEM, problemsOf } from './endpoints.ts';
import { jsonSchemas, reference } from './json-schemas.ts';

/** The HTTP interface as an OpenAPI 3.1 document. */
export function openApi() {
  const named = [PROBLEM, ...ENDPOINTS.flatMap(({ body, answer }) => [body, answer.body])].filter(
    (one): one is Named => one !== undefined,
  );
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of ENDPOINTS) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stepstream: the HTTP interface',
      version: VERSION,
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'See and end sessions, push from devices without a socket. The stream itself is a WebSocket at /ws/realtime; /asyncapi.json describes it. Fields may be added to any answer.',
    },
    servers: [{ url: '/', description: 'This server.' }],
    tags: [...new Set(ENDPOINTS.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: jsonSchemas(
        Object.fromEntries(named.map(({ name, schema }) => [name, schema])),
        'draft-2020-12',
      ),
      securitySchemes: {
        adminToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token that the server prints at its start, or was given.',
        },
      },
    },
  };
}

function operation(endpoint: Endpoint): object {
  const { id, tag, summary, description, parameters, body, answer, operators } = endpoint;
  const problems = problemsOf(endpoint);
  const type = answer.contentType ?? 'application/json';
  const schema = answer.body ? { $ref: reference(answer.body.name) } : {};
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    // Nothing at all will do, too: on this machine.
    ...(operators && { security: [{}, { adminToken: [] }] }),
    ...(parameters && {
      parameters: parameters.map((parameter) => ({
        ...parameter,
        required: parameter.in === 'path',
        schema: { type: 'string' },
      })),
    }),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: reference(body.name) } } },
      },
    }),
    responses: {
      200: { description: answer.description, content: { [type]: { schema } } },
      ...Object.fromEntries(
        Object.entries(problems).map(([status, why]) => [status, problemResponse(why)]),
      ),
    },
  };
}

function problemResponse(description: string): object {
  const schema = { $ref: reference(PROBLEM.name) };
  return { description, content: { 'application/problem+json': { schema } } };
}
