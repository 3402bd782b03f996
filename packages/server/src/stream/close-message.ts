import type { CloseReason } from '@stepstream/protocol';
import type { MessageBody } from './answers.ts';
import { inWords } from './duration.ts';

/** What such messages tell of. */
export interface CloseDetails {
  /** Silence of a client after which its session ends. */
  readonly timeoutSeconds: number;
  /** How long the client is to wait before it comes back, where it is to come back. */
  readonly reconnectAfterMs: number | undefined;
}

/** What a client is told before the server closes its connection, where the reason has a message. */
export function closeMessage(
  reason: CloseReason,
  { timeoutSeconds, reconnectAfterMs }: CloseDetails,
): MessageBody | undefined {
  switch (reason) {
    case 'timed_out':
      return {
        type: 'timeout_response',
        status: 'timeout',
        message: `Connection closed due to ${inWords(timeoutSeconds)} of inactivity`,
      };
    case 'replaced':
      return {
        type: 'session_replaced',
        status: 'replaced',
        message: 'Session closed due to new connection from same user',
      };
    case 'terminated':
      return {
        type: 'session_terminated',
        status: 'terminated',
        message: 'Session terminated by an administrator',
      };
    case 'restarting':
      if (reconnectAfterMs === undefined) return undefined;
      return {
        type: 'server_draining',
        message: 'The server restarts; reconnect and resume',
        reconnect_after_ms: reconnectAfterMs,
      };
    default:
      return undefined;
  }
}
