import { STATUS_CODES } from 'node:http';

/** An error that the HTTP interface may answer. */
interface ProblemEntry {
  readonly status: number;
  /** What the response says. */
  readonly detail: string;
  /** When it occurs, where `detail` does not say it; for the documents. */
  readonly meaning?: string;
}

/** Every error of the HTTP interface, by its stable code. The documents are made from this. */
const PROBLEMS = {
  session_not_found: {
    status: 404,
    detail: 'Session not found',
    meaning: 'There is no live session with this id',
  },
  dead_letter_not_found: {
    status: 404,
    detail: 'There is no dead letter of this message',
  },
  not_found: { status: 404, detail: 'Not found', meaning: 'There is nothing at this address' },
  method_not_allowed: { status: 405, detail: 'This address does not take this method' },
  invalid_user: {
    status: 400,
    detail: 'The user name must be 1 to 256 characters of valid UTF-8',
  },
  invalid_time: { status: 400, detail: 'This is not a time' },
  invalid_time_zone: { status: 400, detail: 'There is no such time zone' },
  invalid_bucket: { status: 400, detail: 'There are no buckets of this length' },
  invalid_range: {
    status: 400,
    detail: 'The end must come after the start, and not too long after it',
  },
  invalid_fill: { status: 400, detail: 'Empty buckets are left out, or filled with zero' },
  invalid_limit: { status: 400, detail: 'A page can not have so many entries' },
  invalid_cursor: { status: 400, detail: 'This cursor is not one that the server has given' },
  invalid_format: { status: 400, detail: 'There is no export in this form' },
  invalid_json: { status: 400, detail: 'The body must be JSON' },
  invalid_value: {
    status: 400,
    detail: 'The body is not what this address takes',
    meaning: 'The body is JSON, but not what this address takes; `field` names the faulty field',
  },
  incomplete_body: {
    status: 400,
    detail: 'The connection ended before the body did; send it again',
  },
  too_large: { status: 413, detail: 'The body is longer than the server accepts' },
  session_ended: {
    status: 410,
    detail: 'The session of this recording was ended; start a new recording',
    meaning: 'An operator or a newer session of the same user or phone ended this one',
  },
  too_complex: {
    status: 400,
    detail: 'The body nests deeper, or has more keys, than readings of sensors ever do',
  },
  too_many_requests: {
    status: 429,
    detail:
      'Too many of these come from this address, or for this user; wait for as many seconds as Retry-After says',
    meaning: 'A limit of the address or user is reached (see docs/limits.md)',
  },
  websocket_only: { status: 426, detail: 'This address takes WebSocket connections only' },
  server_full: {
    status: 503,
    detail: 'The server has reached its maximum number of sessions; try again later',
  },
  store_unavailable: {
    status: 503,
    detail: 'The store of the history does not answer; try again later',
  },
  busy: {
    status: 503,
    detail: 'The server has more to do than it can; try again in a moment',
  },
  restarting: { status: 503, detail: 'The server restarts; try again in a moment' },
  admin_token_required: {
    status: 401,
    detail:
      'This call needs the admin token, or the token of a user with the scope admin; send it as a bearer token',
    meaning:
      'The request has neither the admin token nor a token with the scope `admin`, and this server is not open to its machine',
  },
  unauthenticated: {
    status: 401,
    detail: 'This server wants to know who you are: send a valid token as a bearer token',
    meaning:
      'The token is missing, wrong or expired, or a program that mounts the engine refused it',
  },
  unavailable: {
    status: 503,
    detail: 'This server could not tell who you are; try again later',
    meaning:
      "The keys of tokens can't be fetched, or a program that mounts the engine failed to decide",
  },
  forbidden: {
    status: 403,
    detail: 'You may not do this, or not for this user',
    meaning:
      "The token does not allow this; or there is none, and users can't be named from this address",
  },
  origin_not_allowed: {
    status: 403,
    detail: 'This web page may not use this server: add its origin to STEPSTREAM_ALLOWED_ORIGINS',
  },
  internal_error: {
    status: 500,
    detail: 'The server failed on this request; the fault is not yours',
  },
} as const satisfies Record<string, ProblemEntry>;

/** The stable code of an error response. */
export type ProblemCode = keyof typeof PROBLEMS;

/** All codes, in the order of the documents. */
export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

/** The status of a code, and when it occurs. */
export function explainProblem(code: ProblemCode): { status: number; meaning: string } {
  const { status, detail, meaning = detail }: ProblemEntry = PROBLEMS[code];
  return { status, meaning };
}

/** What an error response may say beyond its code. */
export interface ProblemDetails {
  /** Replaces the code's own sentence with a more precise one. */
  readonly detail?: string;
  /** The offending field of the body, as a path: `payload[3].values.x`; or the offending parameter. */
  readonly field?: string;
}

/** An error response as `application/problem+json` (RFC 9457), with a stable `code`. */
export function problem(
  code: ProblemCode,
  headers: Record<string, string> = {},
  details: ProblemDetails = {},
): Response {
  const { status, detail } = PROBLEMS[code];
  const title = STATUS_CODES[status];
  return new Response(
    JSON.stringify({ type: 'about:blank', title, status, detail, code, ...details }),
    { status, headers: { 'content-type': 'application/problem+json', ...headers } },
  );
}
