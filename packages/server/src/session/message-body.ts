import type { ServerMessage } from '@stepstream/protocol';

/** A message without the fields that every message carries; the session adds those. */
export type MessageBody<Message = ServerMessage> = Message extends ServerMessage
  ? Omit<Message, 'session_id' | 'user_id' | 'timestamp'>
  : never;
