import { STATUS_CODES } from 'node:http';

/** What can go wrong over HTTP, by stable code, with its status and what it says. */
const PROBLEMS = {
  session_not_found: [404, 'Session not found'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'This address does not take this method'],
  invalid_user: [400, 'The user name must be 1 to 256 characters of valid UTF-8'],
  websocket_only: [426, 'This address takes WebSocket connections only'],
  internal_error: [500, 'The server failed on this request; the fault is not yours'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** An error response as `application/problem+json` (RFC 9457), with a stable `code` besides. */
export function problem(code: ProblemCode, headers: Record<string, string> = {}): Response {
  const [status, detail] = PROBLEMS[code];
  return new Response(
    JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail, code }),
    { status, headers: { 'content-type': 'application/problem+json', ...headers } },
  );
}
