import { Problem } from '@stepstream/protocol/schemas';
import { type DescribeRouteOptions, resolver } from 'hono-openapi';
import { z } from 'zod';
import type { ParameterDescription, RouteDescription } from '../http/document-route.ts';
import { explainProblem, PROBLEM_CODES, type ProblemCode } from '../http/problem.ts';
import { tidy } from './json-schemas.ts';

/** The name under which the document describes the admin token. */
export const ADMIN_TOKEN = 'adminToken';
/** That of a user's token. */
export const USER_TOKEN = 'userToken';

/** An error response, with every code that this server knows. */
const ProblemResponse = Problem.extend({
  code: z.enum(PROBLEM_CODES).meta({ description: 'What is wrong, for a program. Stable.' }),
}).meta({ id: 'Problem' });

/** The errors that every route may answer. */
const COMMON_PROBLEMS: readonly ProblemCode[] = ['origin_not_allowed', 'internal_error'];

/** The description of a route as an operation of OpenAPI. */
export function describeOperation(route: RouteDescription): DescribeRouteOptions {
  const { id, tag, summary, description, parameters, body, answer, problems = [] } = route;
  const { operatorsOnly, readersOnly, otherAnswers = {} } = route;
  const codes: ProblemCode[] = [...problems, ...COMMON_PROBLEMS];
  if (operatorsOnly || readersOnly) codes.push('admin_token_required', 'forbidden', 'unavailable');
  if (readersOnly) codes.push('unauthenticated');
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    // The empty requirement: where the server is open, programs on its machine need no token.
    ...((operatorsOnly || readersOnly) && {
      security: [
        {},
        { [ADMIN_TOKEN]: [] },
        { [USER_TOKEN]: [readersOnly ? 'history:read' : 'admin'] },
      ],
    }),
    ...(parameters && { parameters: parameters.map(parameterOf) }),
    ...(body && { requestBody: { required: true, content: content(body) } }),
    responses: {
      [answer.status ?? 200]: {
        description: answer.description,
        ...(answer.status !== 204 && { content: content(answer.body, answer.contentType) }),
      },
      ...Object.fromEntries(
        Object.entries(otherAnswers).map(([status, other]) => [
          status,
          { description: other.description, content: content(other.body) },
        ]),
      ),
      ...problemResponses([...new Set(codes)]),
    },
  };
}

function parameterOf({ maxLength, values, ...parameter }: ParameterDescription) {
  return {
    ...parameter,
    required: parameter.in === 'path',
    schema: {
      type: 'string' as const,
      ...(maxLength !== undefined && { maxLength }),
      ...(values && { enum: [...values] }),
    },
  };
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

function content(
  schema: z.ZodType | undefined,
  types: string | readonly string[] = 'application/json',
) {
  const one = { schema: schema ? resolver(schema, { options: { override: tidy } }) : {} };
  return Object.fromEntries([types].flat().map((type) => [type, one]));
}
