import { randomBytes } from 'node:crypto';
import type { WebhookPayload } from '@stepstream/protocol';

/** A message on its way to endpoints. It is the same for all of them, and at each attempt. */
export interface Message {
  /** By which a receiver knows that it has this message already. */
  readonly id: string;
  readonly type: WebhookPayload['type'];
  /** The payload, as it is sent and signed. */
  readonly body: string;
  /** When it was made: Unix time in milliseconds. */
  readonly createdMs: number;
}

/** Makes a message of what has happened. */
export function createMessage<Type extends WebhookPayload['type']>(
  type: Type,
  data: Extract<WebhookPayload, { type: Type }>['data'],
  nowMs: number,
): Message {
  const timestamp = new Date(nowMs).toISOString();
  return {
    id: `msg_${randomBytes(18).toString('base64url')}`,
    type,
    body: JSON.stringify({ type, timestamp, data }),
    createdMs: nowMs,
  };
}
