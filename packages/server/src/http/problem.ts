import { STATUS_CODES } from 'node:http';

/** What can go wrong over HTTP, by stable code, with its status and what it says. */
const PROBLEMS = {
  session_not_found: [404, 'Session not found'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'This address does not take this method'],
  invalid_user: [400, 'The user name must be 1 to 256 characters of valid UTF-8'],
  invalid_json: [400, 'The body must be JSON'],
  invalid_value: [400, 'The body is not what this address takes'],
  too_large: [413, 'The body is longer than the server accepts'],
  session_ended: [410, 'The session of this recording was ended; start a new recording'],
  websocket_only: [426, 'This address takes WebSocket connections only'],
  server_full: [503, 'The server has as many sessions as it takes; try again later'],
  admin_token_required: [
    401,
    "Other people's sessions are an operator's to see: send the admin token that the server printed, as a bearer token",
  ],
  origin_not_allowed: [
    403,
    'This web page may not use this server: its origin has to be listed in STEPSTREAM_ALLOWED_ORIGINS',
  ],
  internal_error: [500, 'The server failed on this request; the fault is not yours'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** What an error response may say beyond its code. */
export interface ProblemDetails {
  /** Says more than the code's own sentence, in place of it. */
  readonly detail?: string;
  /** The offending field of the body, as a path: `payload[3].values.x`. */
  readonly field?: string;
}

/** An error response as `application/problem+json` (RFC 9457), with a stable `code` besides. */
export function problem(
  code: ProblemCode,
  headers: Record<string, string> = {},
  details: ProblemDetails = {},
): Response {
  const [status, detail] = PROBLEMS[code];
  const title = STATUS_CODES[status];
  return new Response(
    JSON.stringify({ type: 'about:blank', title, status, detail, code, ...details }),
    { status, headers: { 'content-type': 'application/problem+json', ...headers } },
  );
}
