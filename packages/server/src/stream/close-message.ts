import type { CloseReason } from '@stepstream/protocol';
import type { MessageBody } from './answers.ts';
import { inWords } from './duration.ts';

/** What a client is told before the server closes its connection, where the reason has a message. */
export function closeMessage(reason: CloseReason, timeoutSeconds: number): MessageBody | undefined {
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
    default:
      return undefined;
  }
}
