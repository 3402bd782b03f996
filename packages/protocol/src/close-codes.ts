/** What a client does when its connection was closed. */
export type RetryPolicy =
  /** Connect again, with back-off, and resume. */
  | 'reconnect'
  /** Connect again once there is something to send. */
  | 'when_needed'
  /** Don't connect again unchanged: it would end the same way. */
  | 'never';

/** How the server closes a connection. */
export interface CloseEntry {
  readonly code: number;
  /** For people: what has happened, and what to do about it. */
  readonly meaning: string;
  readonly retry: RetryPolicy;
}

/**
 * Each way in which the server closes a connection, by the reason that its close frame carries. The one
 * table of close codes: the server, the client, the commands and the documents all read it.
 */
export const CLOSE_REASONS = {
  stopped: { code: 1000, retry: 'never', meaning: 'The client sent stop.' },
  server_closed: {
    code: 1001,
    retry: 'reconnect',
    meaning: 'The server stops. Reconnect with back-off, and resume.',
  },
  frame_too_large: {
    code: 1009,
    retry: 'never',
    meaning: 'A frame was more than twice as long as allowed. Send smaller ones.',
  },
  restarting: {
    code: 1012,
    retry: 'reconnect',
    meaning: 'The server restarts. Reconnect with back-off, and resume.',
  },
  server_full: {
    code: 1013,
    retry: 'reconnect',
    meaning: 'The server is full. Reconnect with back-off.',
  },
  unavailable: {
    code: 1013,
    retry: 'reconnect',
    meaning: 'The server could not check who connects. Reconnect with back-off.',
  },
  unreadable: {
    code: 4400,
    retry: 'never',
    meaning: 'Too many frames in a row could not be read. The client does not speak this protocol.',
  },
  unauthenticated: {
    code: 4401,
    retry: 'never',
    meaning: 'The token is missing, wrong or expired. Get a new one.',
  },
  forbidden: {
    code: 4403,
    retry: 'never',
    meaning:
      "The token does not allow this; or there is none, and users can't be named from this address.",
  },
  timed_out: {
    code: 4408,
    retry: 'when_needed',
    meaning:
      'The client was silent for the session timeout. Reconnect when there is something to send.',
  },
  replaced: { code: 4409, retry: 'never', meaning: 'The same user connected again.' },
  terminated: { code: 4410, retry: 'never', meaning: 'An administrator ended the session.' },
  slow_reader: {
    code: 4413,
    retry: 'never',
    meaning: 'The client reads its answers too slowly.',
  },
  rate_limited: {
    code: 4429,
    retry: 'never',
    meaning: 'The client sent too much for too long, or its user began too many sessions.',
  },
} as const satisfies Record<string, CloseEntry>;

/** Why the server closes a connection, as its close frame says it. */
export type CloseReason = keyof typeof CLOSE_REASONS;

/**
 * Codes that no server of ours sends, but networks, proxies and runtimes do: no code, no close frame,
 * server error, bad gateway, TLS failure. All of them pass.
 */
const TRANSPORT_CODES: readonly number[] = [1005, 1006, 1011, 1014, 1015];

/**
 * The entry of a close code; undefined for one that the server does not send.
 *
 * @param reason the close frame's reason, which tells entries of one code apart
 */
export function closeEntry(code: number, reason = ''): CloseEntry | undefined {
  const entries: Readonly<Record<string, CloseEntry>> = CLOSE_REASONS;
  const named = Object.hasOwn(entries, reason) ? entries[reason] : undefined;
  if (named?.code === code) return named;
  return Object.values(CLOSE_REASONS).find((entry) => entry.code === code);
}

/** What a client does after a close with this code. */
export function retryPolicy(code: number): RetryPolicy {
  if (TRANSPORT_CODES.includes(code)) return 'reconnect';
  return closeEntry(code)?.retry ?? 'never';
}
