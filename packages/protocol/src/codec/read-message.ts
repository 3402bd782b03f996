import type { ServerMessage } from '../schemas/server-messages.ts';

/**
 * Reads a message of the server. Its fields are taken on trust, as far as a client trusts its server;
 * types that this version does not know come through, for a newer server may send them.
 *
 * @param text the payload of a text frame
 * @returns the message; undefined where the text is not a JSON object with a `type`
 */
export function readServerMessage(text: string): ServerMessage | undefined {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  return typeof message.type === 'string' ? (message as ServerMessage) : undefined;
}
