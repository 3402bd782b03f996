import { Problem } from '@stepstream/protocol/schemas';
import type { MiddlewareHandler } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import { z } from 'zod';
import { tidy } from '../documents/json-schemas.ts';
import { explainProblem, PROBLEM_CODES, type ProblemCode } from './problem.ts';

/** The documentation of a route, from which the documents are made. */
export interface RouteDescription {
  /** Its `operationId`, which is also its anchor in `/docs`. */
  readonly id: string;
  /** The group of routes that it stands in. */
  readonly tag: 'Sessions' | 'Devices without a socket' | 'Operation' | 'Documents';
  /** What it does, in one line without a full stop. */
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly ParameterDescription[];
  /** The body that it takes, as JSON. */
  readonly body?: z.ZodType;
  readonly answer: {
    readonly description: string;
    /** The JSON that it answers; left out where it answers something else. */
    readonly body?: z.ZodType;
    /** Default: `application/json`. */
    readonly contentType?: string;
  };
  /** The errors that it may answer, besides those of every route. */
  readonly problems?: readonly ProblemCode[];
  /** Whether it needs the admin token from beyond this machine. Default: no. */
  readonly operatorsOnly?: true;
}

interface ParameterDescription {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly description: string;
  readonly maxLength?: number;
}

/** The name under which the OpenAPI document describes the admin token. */
export const ADMIN_TOKEN = 'adminToken';

/** An error response, with every code that this server knows. */
const ProblemResponse = Problem.extend({
  code: z.enum(PROBLEM_CODES).meta({ description: 'What is wrong, for a program. Stable.' }),
}).meta({ id: 'Problem' });

/** The errors that every route may answer. */
const COMMON_PROBLEMS: readonly ProblemCode[] = ['origin_not_allowed', 'internal_error'];

/**
 * Documents a route. A route without this is not in the documents.
 *
 * ```ts
 * routes.get('/health', documentRoute({ id: 'getHealth', … }), (c) => c.json(…));
 * ```
 */
export function documentRoute(route: RouteDescription): MiddlewareHandler {
  const { id, tag, summary, description, parameters, body, answer, problems, operatorsOnly } =
    route;
  const codes: ProblemCode[] = [...(problems ?? []), ...COMMON_PROBLEMS];
  if (operatorsOnly) codes.push('admin_token_required');
  return describeRoute({
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    // The empty requirement: on this machine no token is needed.
    ...(operatorsOnly && { security: [{}, { [ADMIN_TOKEN]: [] }] }),
    ...(parameters && {
      parameters: parameters.map(({ maxLength, ...parameter }) => ({
        ...parameter,
        required: parameter.in === 'path',
        schema: { type: 'string' as const, ...(maxLength !== undefined && { maxLength }) },
      })),
    }),
    ...(body && { requestBody: { required: true, content: content(body) } }),
    responses: {
      200: { description: answer.description, content: content(answer.body, answer.contentType) },
      ...problemResponses(codes),
    },
  });
}

/** One response for each status; its description explains every code that comes with it. */
function problemResponses(codes: readonly ProblemCode[]) {
  const byStatus = Map.groupBy(codes, (code) => explainProblem(code).status);
  return Object.fromEntries(
    [...byStatus].map(([status, those]) => [
      status,
      {
        description: those.map((code) => `\`${code}\`: ${explainProblem(code).meaning}.`).join(' '),
        content: content(ProblemResponse, 'application/problem+json'),
      },
    ]),
  );
}

function content(schema: z.ZodType | undefined, type = 'application/json') {
  return { [type]: { schema: schema ? resolver(schema, { options: { override: tidy } }) : {} } };
}
