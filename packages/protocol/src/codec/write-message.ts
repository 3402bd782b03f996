import type { ServerMessage } from '../schemas/server-messages.ts';

/** A message of the server as JSON. */
export function writeMessage(message: ServerMessage): string {
  return JSON.stringify(message);
}

/**
 * The fields that every message of a session carries, as JSON in ASCII, up to the timestamp's opening
 * quote: what `writeDetection` puts at the end of an answer.
 */
export function envelopeText(sessionId: string, userId: string | undefined): string {
  const user = userId === undefined ? '' : `"user_id":${JSON.stringify(userId)},`;
  return `"session_id":"${sessionId}",${user}"timestamp":"`.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
