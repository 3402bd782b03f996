import type { MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import type { ProblemCode } from './problem.ts';

/** The documentation of a route, from which the documents are made. */
export interface RouteDescription {
  /** Its `operationId`, which is also its anchor in `/docs`. */
  readonly id: string;
  /** The group of routes that it stands in. */
  readonly tag:
    | 'Sessions'
    | 'Users'
    | 'Webhooks'
    | 'Devices without a socket'
    | 'Operation'
    | 'Documents';
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
    /** What it answers, or may answer. Default: `application/json`; with 204 nothing. */
    readonly contentType?: string | readonly string[];
    /** Default: 200. */
    readonly status?: 200 | 204;
  };
  /** What else it may answer that is no error, by status; bodies are JSON. */
  readonly otherAnswers?: Readonly<
    Record<number, { readonly description: string; readonly body: z.ZodType }>
  >;
  /** The errors that it may answer, besides those of every route. */
  readonly problems?: readonly ProblemCode[];
  /** Whether it needs the admin token, or a token with the scope `admin`. Default: no. */
  readonly operatorsOnly?: true;
  /** Whether it needs that, or the token of a user who may read the history. Default: no. */
  readonly readersOnly?: true;
}

/** A parameter in the path or the query. */
export interface ParameterDescription {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly description: string;
  readonly maxLength?: number;
  /** The texts that it takes, where they are few. */
  readonly values?: readonly string[];
}

const descriptions = new WeakMap<object, RouteDescription>();

/**
 * Documents a route. A route without this is not in the documents.
 *
 * ```ts
 * routes.get('/health', documentRoute({ id: 'getHealth', … }), (c) => c.json(…));
 * ```
 *
 * It only keeps the description: most servers are never asked for their documents, so what makes
 * them is loaded with the first request.
 */
export function documentRoute(description: RouteDescription): MiddlewareHandler {
  const passOn: MiddlewareHandler = (_c, next) => next();
  descriptions.set(passOn, description);
  return passOn;
}

/** The description that a handler of a route carries, if it is a {@link documentRoute}. */
export function descriptionOf(handler: object): RouteDescription | undefined {
  return descriptions.get(handler);
}
